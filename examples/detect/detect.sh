#!/usr/bin/env bash
# The same as detect.py with the aws command line, for one image: detect.sh MODEL.onnx IMAGE
set -euo pipefail
model=$1 image=$2
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT

# The command line before 2.13 does not read AWS_ENDPOINT_URL itself.
aws() { command aws ${AWS_ENDPOINT_URL:+--endpoint-url "$AWS_ENDPOINT_URL"} "$@"; }

account=$(aws sts get-caller-identity --query Account --output text)
python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1], "w").writestr("README", "a built-in function")' "$here/function.zip"

aws s3 mb s3://example-cli-images
aws s3 mb s3://example-cli-models
aws s3 cp --quiet "$model" s3://example-cli-models/model.onnx
aws dynamodb create-table --table-name example-cli-detect --billing-mode PAY_PER_REQUEST \
  --key-schema AttributeName=id,KeyType=HASH --attribute-definitions AttributeName=id,AttributeType=S >/dev/null
aws dynamodb wait table-exists --table-name example-cli-detect
function=$(aws lambda create-function --function-name example-cli-detect --runtime dotnet10 --handler detect \
  --role "arn:aws:iam::$account:role/LabRole" --memory-size 1769 --timeout 60 --zip-file "fileb://$here/function.zip" \
  --environment 'Variables={TABLE=example-cli-detect,MODEL=s3://example-cli-models/model.onnx}' --query FunctionArn --output text)
aws lambda add-permission --function-name example-cli-detect --statement-id uploads --action lambda:InvokeFunction \
  --principal s3.amazonaws.com --source-arn arn:aws:s3:::example-cli-images --source-account "$account" >/dev/null
aws s3api put-bucket-notification-configuration --bucket example-cli-images --notification-configuration \
  "{\"LambdaFunctionConfigurations\": [{\"LambdaFunctionArn\": \"$function\", \"Events\": [\"s3:ObjectCreated:*\"]}]}"

key=$(basename "$image")
aws s3 cp --quiet "$image" "s3://example-cli-images/$key"
for attempt in $(seq 60); do
  item=$(aws dynamodb get-item --table-name example-cli-detect --key "{\"id\": {\"S\": \"$key\"}}" --consistent-read)
  [ -z "$item" ] || break
  sleep 1
done
echo "${item:?no result within a minute}"

aws lambda delete-function --function-name example-cli-detect
aws dynamodb delete-table --table-name example-cli-detect >/dev/null
aws s3 rb --force s3://example-cli-images
aws s3 rb --force s3://example-cli-models
