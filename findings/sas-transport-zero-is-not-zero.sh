#!/usr/bin/env bash
# In a SAS transport file a zero is eight zero bytes; pandas.read_sas reads them as the smallest number of the old IBM form,
# 5.397605346934028e-79, so that no zero equals zero and a logarithm succeeds, while pyreadstat reads 0 from the same file.
# Version: pandas 3.1.1, pyreadstat 1.3.7. Source: pandas issues 30051 and 50670.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pandas==3.1.1 pyreadstat==1.3.7
cd "$folder"
"$folder/venv/bin/python" - <<'EOF'
import sys
from importlib.metadata import version

import pandas
import pyreadstat

pyreadstat.write_xport(pandas.DataFrame({"reports": [0.0, 5.0]}), "reports.xpt", file_format_version=5, table_name="REPORTS")
by_pandas = pandas.read_sas("reports.xpt")["reports"].tolist()
by_pyreadstat = pyreadstat.read_xport("reports.xpt")[0]["reports"].tolist()
print("pandas", version("pandas"), "and pyreadstat", version("pyreadstat"))
print("expected: [0.0, 5.0] from both")
print("observed: pandas", by_pandas, "pyreadstat", by_pyreadstat)
sys.exit((by_pandas, by_pyreadstat) != ([16.0 ** -65, 5.0], [0.0, 5.0]))
EOF
