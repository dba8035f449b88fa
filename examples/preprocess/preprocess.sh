#!/usr/bin/env bash
# The same as preprocess.py with the aws command line: preprocess.sh IMAGE [RESULT]
set -euo pipefail
image=$1
result=${2:-result-$(basename "$image")}
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT

# The command line before 2.13 does not read AWS_ENDPOINT_URL itself.
aws() { command aws ${AWS_ENDPOINT_URL:+--endpoint-url "$AWS_ENDPOINT_URL"} "$@"; }

account=$(aws sts get-caller-identity --query Account --output text)
python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1], "w").writestr("README", "a built-in function")' "$here/function.zip"

aws s3 mb s3://example-cli-uploads
aws s3 mb s3://example-cli-results
function=$(aws lambda create-function --function-name example-cli-preprocess --runtime dotnet10 --handler preprocess \
  --role "arn:aws:iam::$account:role/LabRole" --memory-size 128 --timeout 30 --zip-file "fileb://$here/function.zip" \
  --environment 'Variables={OUTPUT_BUCKET=example-cli-results}' --query FunctionArn --output text)
aws lambda add-permission --function-name example-cli-preprocess --statement-id uploads --action lambda:InvokeFunction \
  --principal s3.amazonaws.com --source-arn arn:aws:s3:::example-cli-uploads --source-account "$account" >/dev/null
aws s3api put-bucket-notification-configuration --bucket example-cli-uploads --notification-configuration \
  "{\"LambdaFunctionConfigurations\": [{\"LambdaFunctionArn\": \"$function\", \"Events\": [\"s3:ObjectCreated:*\"]}]}"

aws s3 cp --quiet "$image" "s3://example-cli-uploads/$(basename "$image")"
aws s3api wait object-exists --bucket example-cli-results --key "$(basename "$image")"
aws s3 cp --quiet "s3://example-cli-results/$(basename "$image")" "$result"
echo "$result"

aws lambda delete-function --function-name example-cli-preprocess
aws s3 rb --force s3://example-cli-uploads
aws s3 rb --force s3://example-cli-results
