using System.Net;
using Xunit;

namespace Headrace.Gateway.Tests.S3;

public sealed class AccessTests(S3Host host)
{
    [Theory]
    [InlineData("GET", "/k")]
    [InlineData("PUT", "/k")]
    [InlineData("DELETE", "/k")]
    [InlineData("GET", "")]
    [InlineData("GET", "?policy")]
    [InlineData("POST", "/k?uploads")]
    public async Task Nobody_may_do_anything_to_a_private_bucket(string method, string target)
    {
        var bucket = await host.NewBucketAsync();
        await host.SendRawAsync("PUT", $"/{bucket}/k", "secret");

        var answer = await host.SendAnonymouslyAsync(method, $"/{bucket}{target}", method == "PUT" ? "x" : null);

        answer.AssertError(HttpStatusCode.Forbidden, "AccessDenied", "Access Denied");
        Assert.Equal("secret", (await host.SendRawAsync("GET", $"/{bucket}/k")).Body);
    }

    [Fact]
    public async Task A_policy_opens_what_it_names_and_nothing_else()
    {
        var bucket = await host.NewOpenBucketAsync();
        await host.SendRawAsync("PUT", $"/{bucket}/public/k", "for all");
        await host.SendRawAsync("PUT", $"/{bucket}/private/k", "secret");

        var put = await host.SendRawAsync("PUT", $"/{bucket}?policy", Allow(bucket, "s3:GetObject", "/public/*"));

        Assert.Equal(HttpStatusCode.NoContent, put.Status);
        Assert.Equal("for all", (await host.SendAnonymouslyAsync("GET", $"/{bucket}/public/k")).Body);
        (await host.SendAnonymouslyAsync("GET", $"/{bucket}/private/k")).AssertError(HttpStatusCode.Forbidden, "AccessDenied");
        (await host.SendAnonymouslyAsync("PUT", $"/{bucket}/public/k", "x")).AssertError(HttpStatusCode.Forbidden, "AccessDenied");
        (await host.SendAnonymouslyAsync("GET", $"/{bucket}")).AssertError(HttpStatusCode.Forbidden, "AccessDenied");
        (await host.SendAnonymouslyAsync("GET", $"/{bucket}/public/missing")).AssertError(HttpStatusCode.Forbidden, "AccessDenied");
    }

    [Fact]
    public async Task Response_headers_are_only_overridden_for_those_who_sign()
    {
        var bucket = await host.NewOpenBucketAsync();
        await host.SendRawAsync("PUT", $"/{bucket}/k", "x");
        await host.SendRawAsync("PUT", $"/{bucket}?policy", Allow(bucket, "s3:GetObject", "/*"));

        var anonymous = await host.SendAnonymouslyAsync("GET", $"/{bucket}/k?response-content-type=text/html");
        var signed = await host.SendRawAsync("GET", $"/{bucket}/k?response-content-type=text/html");

        anonymous.AssertError(HttpStatusCode.BadRequest, "InvalidRequest", "Request specific response headers cannot be used for anonymous GET requests.");
        Assert.Equal("text/html", signed.Headers["Content-Type"]);
    }

    [Fact]
    public async Task A_denial_holds_for_the_owner_who_can_still_take_it_back()
    {
        var bucket = await host.NewBucketAsync();
        await host.SendRawAsync("PUT", $"/{bucket}/k", "x");
        await host.SendRawAsync("PUT", $"/{bucket}?policy", Statement("Deny", bucket, "s3:*", "/*"));

        var denied = await host.SendRawAsync("GET", $"/{bucket}/k");
        var removed = await host.SendRawAsync("DELETE", $"/{bucket}?policy");
        var again = await host.SendRawAsync("GET", $"/{bucket}/k");

        denied.AssertError(HttpStatusCode.Forbidden, "AccessDenied");
        Assert.Equal((HttpStatusCode.NoContent, "x"), (removed.Status, again.Body));
    }

    [Fact]
    public async Task A_denial_of_the_source_holds_for_copies()
    {
        var bucket = await host.NewBucketAsync();
        await host.SendRawAsync("PUT", $"/{bucket}/private/k", "x");
        await host.SendRawAsync("PUT", $"/{bucket}?policy", Statement("Deny", bucket, "s3:GetObject", "/private/*"));

        var answer = await host.SendRawAsync("PUT", $"/{bucket}/copy", null, ("x-amz-copy-source", $"{bucket}/private/k"));

        answer.AssertError(HttpStatusCode.Forbidden, "AccessDenied");
    }

    [Fact]
    public async Task Bulk_deletion_asks_for_every_key()
    {
        var bucket = await host.NewBucketAsync();
        await host.SendRawAsync("PUT", $"/{bucket}/keep", "x");
        await host.SendRawAsync("PUT", $"/{bucket}/drop", "x");
        await host.SendRawAsync("PUT", $"/{bucket}?policy", Statement("Deny", bucket, "s3:DeleteObject", "/keep"));

        var answer = await host.SendRawAsync("POST", $"/{bucket}?delete", "<Delete><Object><Key>keep</Key></Object><Object><Key>drop</Key></Object></Delete>");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(
            [("Deleted", "drop"), ("Error", "keep")],
            answer.Xml.Elements().Select(element => (element.Name.LocalName, element.Elements().First(child => child.Name.LocalName == "Key").Value)));
        Assert.Equal(HttpStatusCode.OK, (await host.SendRawAsync("HEAD", $"/{bucket}/keep")).Status);
    }

    [Fact]
    public async Task A_policy_that_would_not_be_kept_is_not_stored()
    {
        var bucket = await host.NewBucketAsync();
        var policy = Allow(bucket, "s3:GetObject", "/*").Replace("\"Effect\"", "\"Condition\": {\"Bool\": {\"aws:SecureTransport\": \"true\"}}, \"Effect\"", StringComparison.Ordinal);

        var put = await host.SendRawAsync("PUT", $"/{bucket}?policy", policy);

        put.AssertError(HttpStatusCode.NotImplemented, "NotImplemented", "A bucket policy with Condition is not implemented");
        (await host.SendRawAsync("GET", $"/{bucket}?policy")).AssertError(HttpStatusCode.NotFound, "NoSuchBucketPolicy", "The bucket policy does not exist");
    }

    [Fact]
    public async Task Block_public_access_is_on_until_it_is_taken_off()
    {
        var bucket = await host.NewBucketAsync();

        var policy = await host.SendRawAsync("PUT", $"/{bucket}?policy", Allow(bucket, "s3:GetObject", "/*"));
        var acl = await host.SendRawAsync("PUT", $"/{bucket}/k", "x", ("x-amz-acl", "public-read"));

        policy.AssertError(HttpStatusCode.Forbidden, "AccessDenied");
        Assert.Contains("BlockPublicPolicy", policy.Message, StringComparison.Ordinal);
        acl.AssertError(HttpStatusCode.BadRequest, "AccessControlListNotSupported", "The bucket does not allow ACLs");
    }

    [Fact]
    public async Task Restricting_a_public_bucket_closes_it_at_once()
    {
        var bucket = await host.NewOpenBucketAsync();
        await host.SendRawAsync("PUT", $"/{bucket}/k", "x");
        await host.SendRawAsync("PUT", $"/{bucket}?policy", Allow(bucket, "s3:GetObject", "/*"));
        var open = await host.SendAnonymouslyAsync("GET", $"/{bucket}/k");

        await host.SendRawAsync(
            "PUT", $"/{bucket}?publicAccessBlock", "<PublicAccessBlockConfiguration><RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>");
        var closed = await host.SendAnonymouslyAsync("GET", $"/{bucket}/k");

        Assert.Equal(HttpStatusCode.OK, open.Status);
        closed.AssertError(HttpStatusCode.Forbidden, "AccessDenied");
    }

    [Fact]
    public async Task An_acl_opens_one_object_or_the_list()
    {
        var bucket = await host.NewOpenBucketAsync();
        await host.SendRawAsync("PUT", $"/{bucket}/open", "for all", ("x-amz-acl", "public-read"));
        await host.SendRawAsync("PUT", $"/{bucket}/closed", "secret");

        var unlisted = await host.SendAnonymouslyAsync("GET", $"/{bucket}");
        await host.SendRawAsync("PUT", $"/{bucket}?acl", null, ("x-amz-acl", "public-read"));
        var listed = await host.SendAnonymouslyAsync("GET", $"/{bucket}");

        Assert.Equal("for all", (await host.SendAnonymouslyAsync("GET", $"/{bucket}/open")).Body);
        (await host.SendAnonymouslyAsync("GET", $"/{bucket}/closed")).AssertError(HttpStatusCode.Forbidden, "AccessDenied");
        unlisted.AssertError(HttpStatusCode.Forbidden, "AccessDenied");
        Assert.Equal(HttpStatusCode.OK, listed.Status);
        (await host.SendAnonymouslyAsync("PUT", $"/{bucket}/new", "x")).AssertError(HttpStatusCode.Forbidden, "AccessDenied");
    }

    [Fact]
    public async Task A_form_without_a_signature_needs_a_public_bucket()
    {
        var bucket = await host.NewBucketAsync();
        const string Form = "--b\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nk\r\n--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n--b--\r\n";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/{bucket}") { Content = new StringContent(Form) };
        request.Content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");

        using var response = await host.Anonymous.SendAsync(request);

        (await RawAnswer.ReadAsync(response)).AssertError(HttpStatusCode.Forbidden, "AccessDenied");
        Assert.Equal(HttpStatusCode.NotFound, (await host.SendRawAsync("HEAD", $"/{bucket}/k")).Status);
    }

    private static string Allow(string bucket, string action, string keys) => Statement("Allow", bucket, action, keys);

    private static string Statement(string effect, string bucket, string action, string keys) =>
        $$"""{"Version": "2012-10-17", "Statement": [{"Effect": "{{effect}}", "Principal": "*", "Action": "{{action}}", "Resource": "arn:aws:s3:::{{bucket}}{{keys}}"}]}""";
}
