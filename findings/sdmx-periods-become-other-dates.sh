#!/usr/bin/env bash
# SDMX writes a third of a year as 2020-T2 and a reporting month as 2020-M05; sdmx1 leaves their reading to pandas, which takes the
# first for February (it is May to August) and the second for five seconds past midnight on 1 January, while 2020-S1 is an error.
# Version: sdmx1 2.28.0 with pandas 3.1.1. Source: SDMX 2.1, section 6 (reporting time periods); the readings are undocumented.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet sdmx1==2.28.0 pandas==3.1.1
"$folder/venv/bin/python" -W ignore - <<'EOF'
import io
import sys
from importlib.metadata import version

import sdmx
from sdmx.model import v21

MESSAGE = """<?xml version="1.0"?>
<m:StructureSpecificData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
    xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
    xmlns:s="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:d="urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=EXAMPLE:REPORTS(1.0):ObsLevelDim:TIME_PERIOD">
  <m:Header>
    <m:ID>example</m:ID><m:Test>false</m:Test><m:Prepared>2023-01-01T00:00:00</m:Prepared><m:Sender id="EXAMPLE"/>
    <m:Structure structureID="REPORTS" dimensionAtObservation="TIME_PERIOD">
      <c:Structure><Ref agencyID="EXAMPLE" id="REPORTS" version="1.0"/></c:Structure>
    </m:Structure>
  </m:Header>
  <m:DataSet xsi:type="d:DataSetType" s:structureRef="REPORTS" s:dataScope="DataStructure" action="Replace">
    <Series FREQ="{frequency}"><Obs TIME_PERIOD="{period}" OBS_VALUE="7"/></Series>
  </m:DataSet>
</m:StructureSpecificData>"""

structure = v21.DataStructureDefinition(id="REPORTS", version="1.0", maintainer=v21.Agency(id="EXAMPLE"))
structure.dimensions.append(v21.Dimension(id="FREQ"))
structure.dimensions.append(v21.TimeDimension(id="TIME_PERIOD"))
structure.measures.append(v21.PrimaryMeasure(id="OBS_VALUE"))


def read(frequency, period):
    message = io.BytesIO(MESSAGE.format(frequency=frequency, period=period).encode())
    data = sdmx.read_sdmx(message, structure=structure).data[0]
    try:
        return str(sdmx.to_pandas(data, datetime="TIME_PERIOD").index[0])
    except ValueError as error:
        return type(error).__name__


print("sdmx1", version("sdmx1"), "with pandas", version("pandas"))
print("expected: 2020-Q2 from April, 2020-T2 from May, 2020-M05 from May, 2020-S1 from January; or an error for all that is not known")
observed = {period: read(frequency, period) for frequency, period in
            [("Q", "2020-Q2"), ("T", "2020-T2"), ("M", "2020-M05"), ("H", "2020-S1")]}
for period, date in observed.items():
    print("observed:", period, "is read as", date)
sys.exit(observed != {"2020-Q2": "2020-04-01 00:00:00", "2020-T2": "2020-02-01 00:00:00", "2020-M05": "2020-01-01 00:00:05",
                      "2020-S1": "DateParseError"})
EOF
