using Headrace.Apis.Plans;

namespace Headrace.Gateway.ApiGateway.Rest;

/// <summary>GetAccount: AWS's own limits, which this engine does not enforce beyond what stages and plans say.</summary>
internal static class Account
{
    public static Task GetAsync(ApiCall call) => call.AnswerAsync(
        200, new AccountAnswer(new Throttle(5000, 10_000), ["UsagePlans"], "4"), ApiGatewayJson.Default.AccountAnswer);
}
