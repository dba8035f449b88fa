using System.Text.Json.Nodes;
using Headrace.Apis;
using Headrace.Identity;
using Headrace.Ledger;
using Xunit;

namespace Headrace.Gateway.Tests.Apis;

/// <summary>Documents as ledgers on disk hold them. They are read by every later version: a change here needs a migration, not another text.</summary>
public sealed class StoredDocumentTests
{
    private const string Account = "000000000000";
    private const string Region = "us-east-1";

    private const string RestApi = """
        {"id":"a1","name":"inference","createdDate":1700000000,"binaryMediaTypes":["image/png"],"apiKeySource":"HEADER","endpointConfiguration":{"types":["EDGE"],"ipAddressType":"ipv4"},"disableExecuteApiEndpoint":false,"rootResourceId":"r1","account":"000000000000","region":"us-east-1","draft":{"r1":{"id":"r1","path":"/","methods":{"GET":{"httpMethod":"GET","authorizationType":"NONE","apiKeyRequired":true,"methodResponses":{"200":{"statusCode":"200"}},"methodIntegration":{"type":"MOCK","requestTemplates":{"application/json":"{\u0022statusCode\u0022: 200}"},"passthroughBehavior":"WHEN_NO_MATCH","timeoutInMillis":29000,"cacheNamespace":"r1","cacheKeyParameters":[],"integrationResponses":{"200":{"statusCode":"200","selectionPattern":""}}}}}}},"deployments":{"d1":{"id":"d1","createdDate":1700000001}},"stages":{"prod":{"deploymentId":"d1","stageName":"prod","cacheClusterEnabled":false,"cacheClusterStatus":"NOT_AVAILABLE","methodSettings":{},"variables":{"colour":"blue"},"tracingEnabled":false,"createdDate":1700000001,"lastUpdatedDate":1700000001}}}
        """;

    private const string HttpApi = """
        {"apiId":"h1","name":"quick","createdDate":"2026-01-02T03:04:05+00:00","disableExecuteApiEndpoint":false,"tags":{"team":"vision"},"account":"000000000000","region":"us-east-1","routes":{"x1":{"routeId":"x1","routeKey":"POST /predict","target":"integrations/i1","apiKeyRequired":false,"authorizationType":"NONE"}},"integrations":{"i1":{"integrationId":"i1","integrationType":"AWS_PROXY","connectionType":"INTERNET","integrationUri":"arn:aws:lambda:us-east-1:000000000000:function:f","payloadFormatVersion":"2.0","timeoutInMillis":30000}},"stages":{},"deployments":[{"deploymentId":"d1","createdDate":"2026-01-02T03:04:05+00:00","autoDeployed":true,"deploymentStatus":"DEPLOYED"}]}
        """;

    private const string ApiKey = """
        {"id":"k1","value":"01234567890123456789","name":"first","enabled":true,"createdDate":1700000000,"lastUpdatedDate":1700000000,"stageKeys":[],"account":"000000000000","region":"us-east-1"}
        """;

    private const string Role = """
        {"account":"000000000000","roleName":"runner","roleId":"AROAAAAAAAAAAAAAAAAAA","path":"/","createDate":"2026-01-02T03:04:05+00:00","assumeRolePolicyDocument":"{}","maxSessionDuration":7200,"tags":{"a":"b"},"attachedPolicies":["arn:aws:iam::aws:policy/AWSLambda_FullAccess"],"inlinePolicies":{"own":"{}"}}
        """;

    private const string Repository = """
        {"account":"000000000000","region":"us-east-1","repositoryName":"images","createdAt":"2026-01-02T03:04:05+00:00","imageTagMutability":"IMMUTABLE","scanOnPush":true,"tags":{"a":"b"}}
        """;

    [Fact]
    public async Task Apis_and_keys_of_earlier_ledgers_are_read_and_written_alike()
    {
        using var folder = new LedgerFolder();
        await using var ledger = LedgerDatabase.Open(folder.Path);
        Plant(ledger, ("rest-api", Region, "a1", RestApi), ("http-api", Region, "h1", HttpApi), ("api-key", Region, "k1", ApiKey));

        using var apis = ApiRegistry.Open(ledger, TimeProvider.System);

        var rest = apis.FindRest(Account, Region, "a1")!;
        Assert.Equal(("inference", "image/png", "d1", "blue"), (rest.Name, rest.BinaryMediaTypes![0], rest.Stages["prod"].DeploymentId, rest.Stages["prod"].Variables!["colour"]));
        Assert.Equal("{\"statusCode\": 200}", rest.Draft["r1"].Methods["GET"].MethodIntegration!.RequestTemplates!["application/json"]);
        var http = apis.FindHttp(Account, Region, "h1")!;
        Assert.Equal(("POST /predict", "i1", "AWS_PROXY"), (http.Routes["x1"].RouteKey, http.Routes["x1"].IntegrationId, http.Integrations["i1"].IntegrationType));
        var key = new DocumentKey(Account, Region, "k1");
        Assert.Equal("01234567890123456789", apis.Keys.Find(key)!.Value);

        await apis.ChangeRestAsync(Account, Region, "a1", static api => api! with { }, CancellationToken.None);
        await apis.ChangeHttpAsync(Account, Region, "h1", static api => api! with { }, CancellationToken.None);
        await apis.Keys.ChangeAsync(key, static known => known! with { }, CancellationToken.None);
        AssertWritten(ledger, ("rest-api", RestApi), ("http-api", HttpApi), ("api-key", ApiKey));
    }

    [Fact]
    public async Task Roles_and_repositories_of_earlier_ledgers_are_read_and_written_alike()
    {
        using var folder = new LedgerFolder();
        await using var ledger = LedgerDatabase.Open(folder.Path);
        Plant(ledger, ("iam-role", "", "runner", Role), ("ecr-repository", Region, "images", Repository));

        using var identities = await IdentityRegistry.OpenAsync(ledger, "111111111111", TimeProvider.System, CancellationToken.None);

        var role = identities.FindRole(Account, "runner")!;
        Assert.Equal((7200, "{}", "b"), (role.MaxSessionDuration, role.InlinePolicies["own"], role.Tags["a"]));
        var key = new DocumentKey(Account, Region, "images");
        Assert.Equal(("IMMUTABLE", true), (identities.Repositories.Find(key)!.ImageTagMutability, identities.Repositories.Find(key)!.ScanOnPush));

        await identities.Roles.ChangeAsync(IdentityRegistry.RoleKey(Account, "runner"), static known => known! with { }, CancellationToken.None);
        await identities.Repositories.ChangeAsync(key, static known => known! with { }, CancellationToken.None);
        AssertWritten(ledger, ("iam-role", Role), ("ecr-repository", Repository));
    }

    private static void Plant(LedgerDatabase ledger, params (string Kind, string Region, string Id, string Document)[] rows)
    {
        ledger.EnsureSchema("""
            CREATE TABLE IF NOT EXISTS documents(
                kind TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, id TEXT NOT NULL, document TEXT NOT NULL,
                PRIMARY KEY(kind, account, region, id)) WITHOUT ROWID;
            """);
        ledger.Initialize(transaction =>
        {
            foreach (var (kind, region, id, document) in rows)
            {
                using var statement = transaction.Prepare("INSERT INTO documents(kind, account, region, id, document) VALUES(?, ?, ?, ?, ?)");
                statement.Bind(1, kind).Bind(2, Account).Bind(3, region).Bind(4, id).Bind(5, document);
                statement.Run();
            }

            return true;
        });
    }

    /// <summary>Equal as JSON: nothing is dropped, renamed or added.</summary>
    private static void AssertWritten(LedgerDatabase ledger, params (string Kind, string Document)[] expected)
    {
        foreach (var (kind, document) in expected)
        {
            var written = ledger.Read(connection =>
            {
                using var query = connection.Prepare("SELECT document FROM documents WHERE kind = ? AND account = ?").Bind(1, kind).Bind(2, Account);
                return query.Step() ? query.Text(0) : "";
            });
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(document), JsonNode.Parse(written)), $"{kind} is written as\n{written}\nand was\n{document}");
        }
    }

    private sealed class LedgerFolder : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("headrace-documents-").FullName;

        public string Path => System.IO.Path.Combine(_folder, "ledger.db");

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
