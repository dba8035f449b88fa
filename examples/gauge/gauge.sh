#!/usr/bin/env bash
# The same as gauge.py with the aws command line, for one site as one function: gauge.sh CAMERAS-FOLDER
set -euo pipefail
cameras=$1
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT

# The command line before 2.13 does not read AWS_ENDPOINT_URL itself.
aws() { command aws ${AWS_ENDPOINT_URL:+--endpoint-url "$AWS_ENDPOINT_URL"} "$@"; }

account=$(aws sts get-caller-identity --query Account --output text)
python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1], "w").writestr("README", "a built-in function")' "$here/function.zip"

# The first site of the file, and its first picture.
python3 - "$cameras" > "$here/one.json" <<'PYTHON'
import json, pathlib, sys
site = json.loads((pathlib.Path(sys.argv[1]) / "sites.json").read_text())["sites"][0]
print(json.dumps({"sites": [site]}))
PYTHON
field() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["sites"][0][sys.argv[2]])' "$here/one.json" "$1"; }
bucket=$(field bucket)
truth=$(field ground_truth)
picture=$(ls "$cameras/$(field id)"/*.jpg | head -n 1)

for name in example-cli-sites example-cli-overlays "$bucket"; do aws s3 mb "s3://$name"; done
aws s3 cp --quiet "$here/one.json" s3://example-cli-sites/sites.json
aws s3 cp --quiet "$cameras/$truth" "s3://example-cli-sites/$truth"
aws dynamodb create-table --table-name example-cli-gauge --billing-mode PAY_PER_REQUEST \
  --key-schema AttributeName=id,KeyType=HASH --attribute-definitions AttributeName=id,AttributeType=S >/dev/null
aws dynamodb wait table-exists --table-name example-cli-gauge
function=$(aws lambda create-function --function-name example-cli-gauge --runtime dotnet10 --handler gauge \
  --role "arn:aws:iam::$account:role/LabRole" --memory-size 1769 --timeout 60 --zip-file "fileb://$here/function.zip" \
  --environment 'Variables={SITES=s3://example-cli-sites/sites.json,OUTPUT_BUCKET=example-cli-overlays,TABLE=example-cli-gauge}' --query FunctionArn --output text)
aws lambda add-permission --function-name example-cli-gauge --statement-id uploads --action lambda:InvokeFunction \
  --principal s3.amazonaws.com --source-arn "arn:aws:s3:::$bucket" --source-account "$account" >/dev/null
aws s3api put-bucket-notification-configuration --bucket "$bucket" --notification-configuration \
  "{\"LambdaFunctionConfigurations\": [{\"LambdaFunctionArn\": \"$function\", \"Events\": [\"s3:ObjectCreated:*\"]}]}"

aws s3 cp --quiet "$picture" "s3://$bucket/$(basename "$picture")"
row=""
for attempt in $(seq 60); do
  row=$(aws dynamodb scan --table-name example-cli-gauge --consistent-read --query 'Items[0]')
  [ "$row" = null ] || break
  sleep 1
done
[ "$row" != null ] || { echo "no row within a minute" >&2; exit 1; }
echo "$row"
aws s3 ls --recursive s3://example-cli-overlays

aws lambda delete-function --function-name example-cli-gauge
aws dynamodb delete-table --table-name example-cli-gauge >/dev/null
for name in example-cli-sites example-cli-overlays "$bucket"; do aws s3 rb --force "s3://$name"; done
