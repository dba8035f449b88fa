using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Headrace.Gateway.DynamoDb;
using Headrace.Gateway.Http;
using Headrace.Gateway.Tests.DynamoDb;
using Headrace.Ledger;
using Headrace.Tables;
using Headrace.Wire.Signing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

[assembly: AssemblyFixture(typeof(DynamoDbHost))]

namespace Headrace.Gateway.Tests.DynamoDb;

/// <summary>A real DynamoDB endpoint on a free loopback port, over real tables in a temporary folder.</summary>
public sealed class DynamoDbHost : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("headrace-dynamodb-").FullName;
    private LedgerDatabase? _ledger;
    private GatewayHost? _gateway;

    public AwsCredentials Credentials { get; } = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    public Uri Endpoint => _gateway!.Endpoint;

    /// <summary>Programs of other people, pointed at this host.</summary>
    public ClientScript Clients => new(Endpoint, Credentials);

    /// <summary>AWS's own client.</summary>
    public AmazonDynamoDBClient Client { get; private set; } = null!;

    /// <summary>Signs whatever it is given.</summary>
    public SignedHttpClient Http { get; private set; } = null!;

    /// <summary>Signs nothing.</summary>
    public HttpClient Anonymous { get; private set; } = null!;

    public RecordedMetrics Metrics { get; } = new();

    internal TableStore Store { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _ledger = LedgerDatabase.Open(Path.Combine(_folder, "ledger.db"));
        Store = TableStore.Open(_ledger, TimeProvider.System);
        var keys = new KeyRing(Credentials, TimeProvider.System);
        _gateway = await GatewayHost.StartAsync(
            new GatewayOptions { Port = 0, Keys = keys },
            [new DynamoDbEndpoint(Store, Metrics, TimeProvider.System)], TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        Client = new AmazonDynamoDBClient(new BasicAWSCredentials(Credentials.AccessKeyId, Credentials.SecretAccessKey), new AmazonDynamoDBConfig
        {
            ServiceURL = Endpoint.ToString(),
            AuthenticationRegion = "us-east-1",
            UseHttp = true,
            MaxErrorRetry = 0,
        });
        Http = new SignedHttpClient(Endpoint, Credentials);
        Anonymous = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Endpoint };
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        Http?.Dispose();
        Anonymous?.Dispose();
        await (_gateway?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Store?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_ledger?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(_folder, recursive: true);
    }
}
