using Headrace.Bootstrap.Runtime;

if (Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") is not { Length: > 0 } hostAndPort)
{
    StandardOutput.WriteLine("bootstrap: AWS_LAMBDA_RUNTIME_API is not set; this is a Lambda function's process, started by its environment.");
    return 2;
}

return RuntimeLoop.Run(hostAndPort, Environment.GetEnvironmentVariable("_HANDLER") ?? "");
