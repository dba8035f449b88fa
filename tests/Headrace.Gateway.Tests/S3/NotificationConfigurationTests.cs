using System.Net;
using Amazon.S3.Model;
using Xunit;

namespace Headrace.Gateway.Tests.S3;

public sealed class NotificationConfigurationTests(S3Host host)
{
    [Fact]
    public async Task A_configuration_comes_back_with_an_id_and_is_removed_by_an_empty_one()
    {
        var bucket = await host.NewBucketAsync();
        await host.Client.PutBucketNotificationAsync(new PutBucketNotificationRequest
        {
            BucketName = bucket,
            LambdaFunctionConfigurations =
            [
                new LambdaFunctionConfiguration
                {
                    FunctionArn = OneFunction.OneArn, Events = [Amazon.S3.EventType.ObjectCreatedAll],
                    Filter = new Filter { S3KeyFilter = new S3KeyFilter { FilterRules = [new FilterRule("suffix", ".jpg")] } },
                },
            ],
        });

        var stored = await host.Client.GetBucketNotificationAsync(new GetBucketNotificationRequest { BucketName = bucket });
        await host.SendRawAsync("PUT", $"/{bucket}?notification", "<NotificationConfiguration/>");
        var emptied = await host.SendRawAsync("GET", $"/{bucket}?notification");

        var rule = Assert.Single(stored.LambdaFunctionConfigurations);
        Assert.Equal(OneFunction.OneArn, rule.FunctionArn);
        Assert.NotEmpty(rule.Id);
        Assert.Equal(("Suffix", ".jpg"), (rule.Filter.S3KeyFilter.FilterRules[0].Name, rule.Filter.S3KeyFilter.FilterRules[0].Value));
        Assert.Empty(emptied.Xml.Elements());
    }

    [Fact]
    public async Task A_function_that_S3_may_not_invoke_is_refused()
    {
        var bucket = await host.NewBucketAsync();
        const string Arn = "arn:aws:lambda:us-east-1:000000000000:function:other";

        var answer = await host.SendRawAsync(
            "PUT", $"/{bucket}?notification",
            $"<NotificationConfiguration><CloudFunctionConfiguration><CloudFunction>{Arn}</CloudFunction><Event>s3:ObjectCreated:*</Event></CloudFunctionConfiguration></NotificationConfiguration>");

        answer.AssertError(HttpStatusCode.BadRequest, "InvalidArgument", "Unable to validate the following destination configurations");
        Assert.Equal($"{Arn}, null", answer.Element("ArgumentName1"));
        await host.AssertStillServesAsync();
    }
}
