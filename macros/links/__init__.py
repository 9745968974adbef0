"""Link checker: slow requests to every external address the built site links to. No build needs it."""
