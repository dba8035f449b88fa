namespace Headrace.Gateway.Lambda.Functions;

/// <summary>GET /2015-03-31/functions/{FunctionName}/configuration</summary>
internal static class GetFunctionConfiguration
{
    public static Task HandleAsync(LambdaCall call)
    {
        var target = call.Target();
        var (_, version) = GetFunction.Find(call, target);
        return call.AnswerAsync(200, FunctionAnswers.Current(version.Configuration, target.Arn), LambdaJson.Default.FunctionConfiguration);
    }
}
