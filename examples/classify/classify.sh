#!/usr/bin/env bash
# The same as classify.py with the aws command line and curl.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT

# The command line before 2.13 does not read AWS_ENDPOINT_URL itself.
aws() { command aws ${AWS_ENDPOINT_URL:+--endpoint-url "$AWS_ENDPOINT_URL"} "$@"; }

account=$(aws sts get-caller-identity --query Account --output text)
python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1], "w").writestr("README", "a built-in function")' "$here/function.zip"

function=$(aws lambda create-function --function-name example-cli-classify --runtime dotnet10 --handler classify \
  --role "arn:aws:iam::$account:role/LabRole" --memory-size 128 --timeout 10 --zip-file "fileb://$here/function.zip" --query FunctionArn --output text)
api=$(aws apigatewayv2 create-api --name example-cli-classify --protocol-type HTTP --route-key 'POST /predict' --target "$function" --query ApiId --output text)
aws lambda add-permission --function-name example-cli-classify --statement-id api --action lambda:InvokeFunction \
  --principal apigateway.amazonaws.com --source-arn "arn:aws:execute-api:${AWS_DEFAULT_REGION:-us-east-1}:$account:$api/*/*/predict" >/dev/null

if [ -n "${AWS_ENDPOINT_URL:-}" ]; then
  url=$AWS_ENDPOINT_URL/_apis/example-cli-classify
else
  url=$(aws apigatewayv2 get-api --api-id "$api" --query ApiEndpoint --output text)
fi
curl -fsS "$url/predict" -H 'Content-Type: application/json' -d '{"values": [[5.9, 3.0, 5.1, 2.3]]}'
echo

aws apigatewayv2 delete-api --api-id "$api"
aws lambda delete-function --function-name example-cli-classify
