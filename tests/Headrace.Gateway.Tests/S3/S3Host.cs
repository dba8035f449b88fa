using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Headrace.Events;
using Headrace.Events.Rules;
using Headrace.Gateway.Http;
using Headrace.Gateway.S3;
using Headrace.Gateway.Tests.S3;
using Headrace.Ledger;
using Headrace.Store;
using Headrace.Wire.Events;
using Headrace.Wire.Signing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

[assembly: AssemblyFixture(typeof(S3Host))]

namespace Headrace.Gateway.Tests.S3;

/// <summary>A real S3 endpoint on a free loopback port, over a real store in a temporary folder.</summary>
public sealed class S3Host : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("headrace-s3-").FullName;
    private LedgerDatabase? _ledger;
    private ObjectStore? _store;
    private GatewayHost? _gateway;
    private readonly SocketsHttpHandler _sockets = new()
    {
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
    };

    public AwsCredentials Credentials { get; } = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    public RecordedChanges Changes { get; } = new();

    public Uri Endpoint => _gateway!.Endpoint;

    /// <summary>Programs of other people, pointed at this host.</summary>
    public ClientScript Clients => new(Endpoint, Credentials);

    /// <summary>AWS's own client, addressing buckets by path.</summary>
    public AmazonS3Client Client { get; private set; } = null!;

    /// <summary>Signs whatever it is given.</summary>
    public SignedHttpClient Http { get; private set; } = null!;

    /// <summary>Signs nothing.</summary>
    public HttpClient Anonymous { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _ledger = LedgerDatabase.Open(Path.Combine(_folder, "ledger.db"));
        var rules = NotificationRules.Open(_ledger, EventQueue.Open(_ledger, TimeProvider.System), S3EventVersion.Newest, "OWNER");
        Changes.Next = rules;
        _store = ObjectStore.Open(_ledger, Path.Combine(_folder, "objects"), Changes, TimeProvider.System);
        var keys = new KeyRing(Credentials, TimeProvider.System);
        _gateway = await GatewayHost.StartAsync(
            new GatewayOptions { Port = 0, Keys = keys },
            [new S3Endpoint(_store, rules, new OneFunction(), keys, TimeProvider.System)], TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        Client = new AmazonS3Client(new BasicAWSCredentials(Credentials.AccessKeyId, Credentials.SecretAccessKey), new AmazonS3Config
        {
            ServiceURL = Endpoint.ToString(),
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            UseHttp = true,
            MaxErrorRetry = 0,
        });
        Http = new SignedHttpClient(Endpoint, Credentials, handler: _sockets);
        Anonymous = new HttpClient { BaseAddress = Endpoint };
    }

    /// <summary>A bucket of its own for a test.</summary>
    public async Task<string> NewBucketAsync()
    {
        var name = "test-" + Guid.NewGuid().ToString("N");
        await Client.PutBucketAsync(name);
        return name;
    }

    /// <summary>A bucket whose policy and ACLs may make things public, as after deleting the default blocks.</summary>
    public async Task<string> NewOpenBucketAsync()
    {
        var bucket = await NewBucketAsync();
        await Client.DeletePublicAccessBlockAsync(new() { BucketName = bucket });
        await Client.DeleteBucketOwnershipControlsAsync(new() { BucketName = bucket });
        return bucket;
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        Http?.Dispose();
        _sockets.Dispose();
        Anonymous?.Dispose();
        await (_gateway?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_store?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_ledger?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(_folder, recursive: true);
    }
}
