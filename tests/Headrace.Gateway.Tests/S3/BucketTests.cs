using System.Net;
using Amazon.S3.Model;
using Xunit;

namespace Headrace.Gateway.Tests.S3;

public sealed class BucketTests(S3Host host)
{
    [Fact]
    public async Task A_bucket_is_created_found_listed_and_deleted()
    {
        var bucket = await host.NewBucketAsync();

        var head = await host.SendRawAsync("HEAD", "/" + bucket);
        var listed = await host.Client.ListBucketsAsync(new ListBucketsRequest { Prefix = bucket });
        await host.Client.DeleteBucketAsync(bucket);
        var gone = await host.SendRawAsync("HEAD", "/" + bucket);

        Assert.Equal(HttpStatusCode.OK, head.Status);
        Assert.Equal("us-east-1", head.Headers["x-amz-bucket-region"]);
        Assert.Equal("arn:aws:s3:::" + bucket, head.Headers["x-amz-bucket-arn"]);
        Assert.Equal(bucket, Assert.Single(listed.Buckets).BucketName);
        Assert.Equal(HttpStatusCode.NotFound, gone.Status);
        Assert.Equal("", gone.Body);
    }

    [Fact]
    public async Task Buckets_are_listed_page_by_page()
    {
        var prefix = "page-" + Guid.NewGuid().ToString("N")[..12] + "-";
        foreach (var number in (string[])["a", "b", "c"])
        {
            await host.Client.PutBucketAsync(prefix + number);
        }

        var first = await host.Client.ListBucketsAsync(new ListBucketsRequest { Prefix = prefix, MaxBuckets = 2 });
        var second = await host.Client.ListBucketsAsync(new ListBucketsRequest { Prefix = prefix, MaxBuckets = 2, ContinuationToken = first.ContinuationToken });

        Assert.Equal([prefix + "a", prefix + "b"], first.Buckets.Select(bucket => bucket.BucketName));
        Assert.Equal([prefix + "c"], second.Buckets.Select(bucket => bucket.BucketName));
        Assert.Null(second.ContinuationToken);
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("Upper-case")]
    [InlineData("under_score")]
    [InlineData("-dash")]
    [InlineData("dash-")]
    [InlineData("two..dots")]
    [InlineData("192.168.5.4")]
    [InlineData("xn--punycode")]
    [InlineData("alias-s3alias")]
    public async Task A_name_against_the_rules_is_refused(string name)
    {
        var answer = await host.SendRawAsync("PUT", "/" + name);

        answer.AssertError(HttpStatusCode.BadRequest, "InvalidBucketName", "The specified bucket is not valid.");
        Assert.Equal(name, answer.Element("BucketName"));
        await host.AssertStillServesAsync();
    }

    [Theory]
    [InlineData("us-east-1", null, null)]
    [InlineData("us-east-1", "us-east-1", "InvalidLocationConstraint")]
    [InlineData("us-east-1", "foo", "InvalidLocationConstraint")]
    [InlineData("us-east-1", "eu-west-3", null)]
    [InlineData("us-east-1", "EU", null)]
    [InlineData("eu-west-1", null, "IllegalLocationConstraintException")]
    [InlineData("eu-west-1", "bar", "IllegalLocationConstraintException")]
    [InlineData("eu-west-1", "us-east-1", "IllegalLocationConstraintException")]
    [InlineData("eu-west-1", "eu-west-1", null)]
    public async Task The_location_constraint_follows_the_endpoints_region(string region, string? constraint, string? error)
    {
        using var http = new Headrace.Wire.Signing.SignedHttpClient(host.Endpoint, host.Credentials, region);
        var bucket = "test-" + Guid.NewGuid().ToString("N");
        using var content = new ByteArrayContent(constraint is null
            ? []
            : System.Text.Encoding.UTF8.GetBytes($"<CreateBucketConfiguration><LocationConstraint>{constraint}</LocationConstraint></CreateBucketConfiguration>"));

        using var response = await http.SendAsync("s3", HttpMethod.Put, "/" + bucket, content);
        var created = await RawAnswer.ReadAsync(response);
        var location = await host.SendRawAsync("GET", $"/{bucket}?location");

        if (error is null)
        {
            Assert.Equal(HttpStatusCode.OK, created.Status);
            Assert.Equal(constraint ?? "", location.Xml.Value);
        }
        else
        {
            created.AssertError(HttpStatusCode.BadRequest, error);
            location.AssertError(HttpStatusCode.NotFound, "NoSuchBucket", "The specified bucket does not exist");
        }
    }

    [Fact]
    public async Task Only_us_east_1_lets_its_owner_create_a_bucket_twice()
    {
        var bucket = await host.NewBucketAsync();
        using var west = new Headrace.Wire.Signing.SignedHttpClient(host.Endpoint, host.Credentials, "us-west-1");
        using var content = new ByteArrayContent("<CreateBucketConfiguration><LocationConstraint>us-west-1</LocationConstraint></CreateBucketConfiguration>"u8.ToArray());

        var again = await host.SendRawAsync("PUT", "/" + bucket);
        using var response = await west.SendAsync("s3", HttpMethod.Put, "/" + bucket, content);

        Assert.Equal(HttpStatusCode.OK, again.Status);
        (await RawAnswer.ReadAsync(response)).AssertError(
            HttpStatusCode.Conflict, "BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.");
    }

    [Fact]
    public async Task A_bucket_with_objects_is_not_deleted()
    {
        var bucket = await host.NewBucketAsync();
        await host.Client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "k", ContentBody = "x" });

        var answer = await host.SendRawAsync("DELETE", "/" + bucket);

        answer.AssertError(HttpStatusCode.Conflict, "BucketNotEmpty", "The bucket you tried to delete is not empty");
        Assert.Equal(bucket, answer.Element("BucketName"));
        Assert.Equal(HttpStatusCode.OK, (await host.SendRawAsync("HEAD", $"/{bucket}/k")).Status);
    }

    [Fact]
    public async Task Another_accounts_bucket_is_not_touched()
    {
        var bucket = await host.NewBucketAsync();

        var foreign = await host.SendRawAsync("GET", "/" + bucket, null, ("x-amz-expected-bucket-owner", "999999999999"));
        var broken = await host.SendRawAsync("GET", "/" + bucket, null, ("x-amz-expected-bucket-owner", "me"));
        var own = await host.SendRawAsync("GET", "/" + bucket, null, ("x-amz-expected-bucket-owner", "000000000000"));

        foreign.AssertError(HttpStatusCode.Forbidden, "AccessDenied", "Access Denied");
        broken.AssertError(
            HttpStatusCode.BadRequest, "InvalidBucketOwnerAWSAccountID", "The value of the expected bucket owner parameter must be an AWS Account ID... [me]");
        Assert.Equal(HttpStatusCode.OK, own.Status);
    }

    [Theory]
    [InlineData("GET", "website", "GetBucketWebsite is not implemented")]
    [InlineData("PUT", "replication", "PutBucketReplication is not implemented")]
    [InlineData("DELETE", "inventory&id=1", "DeleteBucketInventoryConfiguration is not implemented")]
    [InlineData("PUT", "object-lock", "PutObjectLockConfiguration is not implemented")]
    public async Task What_is_not_implemented_says_so(string method, string query, string message)
    {
        var bucket = await host.NewBucketAsync();

        var answer = await host.SendRawAsync(method, $"/{bucket}?{query}", method == "PUT" ? "<x/>" : null);

        answer.AssertError(HttpStatusCode.NotImplemented, "NotImplemented", message);
        await host.AssertStillServesAsync();
    }

    [Theory]
    [InlineData("PATCH", "/b")]
    [InlineData("POST", "/b/key")]
    [InlineData("DELETE", "/")]
    public async Task A_method_that_the_resource_has_not_is_refused(string method, string target)
    {
        var answer = await host.SendRawAsync(method, target);

        answer.AssertError(HttpStatusCode.MethodNotAllowed, "MethodNotAllowed", "The specified method is not allowed against this resource.");
        Assert.Equal(method, answer.Element("Method"));
    }
}
