using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Headrace.Lab.Load;
using Headrace.Lab.Load.Http;
using Headrace.Lab.Plans;
using Headrace.Lab.Records;

namespace Headrace.Lab.Tests.Load;

/// <summary>A server with a certificate that it has signed itself.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_before_anything_is_sent()
    {
        using var certificate = SelfSigned("127.0.0.1");
        await using var server = new FakeServer((_, _) => FakeServer.Ok(), certificate);

        var refused = await Assert.ThrowsAsync<LabException>(() => RunAsync(server, null));

        Assert.StartsWith($"there is no TLS with https://{server.Url.Authority}: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--ca-bundle", refused.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public async Task Who_is_named_is_trusted_and_measured()
    {
        using var certificate = SelfSigned("127.0.0.1");
        await using var server = new FakeServer((_, _) => FakeServer.Ok("done"), certificate);

        var run = await RunAsync(server, Pem(certificate));

        Assert.Equal(6, run.Items.Count);
        Assert.All(run.Items, item => Assert.Equal((ItemStatus.Succeeded, ""), (item.Status, item.Error)));
        Assert.Equal(run.Items.Select(item => item.Trace).Order(), server.Requests.Select(request => request.Split("X-Amzn-Trace-Id: Root=")[1][..35]).Order());
    }

    [Fact]
    public async Task Another_hosts_certificate_is_refused()
    {
        using var certificate = SelfSigned("127.0.0.2");
        await using var server = new FakeServer((_, _) => FakeServer.Ok(), certificate);

        var refused = await Assert.ThrowsAsync<LabException>(() => RunAsync(server, Pem(certificate)));

        Assert.Contains("RemoteCertificateNameMismatch", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_authority_than_the_named_is_refused()
    {
        using var certificate = SelfSigned("127.0.0.1");
        using var other = SelfSigned("127.0.0.1");
        await using var server = new FakeServer((_, _) => FakeServer.Ok(), certificate);

        Assert.Contains("there is no TLS with", (await Assert.ThrowsAsync<LabException>(() => RunAsync(server, Pem(other)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_TLS_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = new Uri($"https://{listener.LocalEndpoint}/");
        var running = RunAsync(PlanReader.Parse("plan.yaml", $"pattern: {{ burst: {{ sites: 1 }} }}\ntarget: {{ http: {{ url: '{url}' }} }}", _folder.Path), url, null);
        using var connection = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        connection.Send("HTTP/1.1 400 Bad Request\r\n\r\n"u8);
        connection.Shutdown(SocketShutdown.Send);

        var refused = await Assert.ThrowsAsync<LabException>(() => running);

        Assert.StartsWith($"there is no TLS with https://{listener.LocalEndpoint}: ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("--ca-bundle", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing.pem", null, "cannot be read")]
    [InlineData("empty.pem", "", "holds no certificate")]
    [InlineData("damaged.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "cannot be read")]
    public void A_bundle_without_certificates_is_refused(string name, string? text, string sentence)
    {
        if (text is not null)
        {
            File.WriteAllText(_folder[name], text);
        }

        Assert.Contains(sentence, Assert.Throws<LabException>(() => TrustedAuthorities.Read(_folder[name])).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static X509Certificate2 SelfSigned(string address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=lab", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private string Pem(X509Certificate2 certificate)
    {
        File.WriteAllText(_folder["ca.pem"], certificate.ExportCertificatePem());
        return _folder["ca.pem"];
    }

    private Task<Run> RunAsync(FakeServer server, string? authorities) =>
        RunAsync(PlanReader.Parse("plan.yaml", $"pattern: {{ batch: {{ items: 6, parallelism: 2 }} }}\ntarget: {{ http: {{ url: '{server.Url}x/{{n}}', method: POST }} }}\npayload: {{ bytes: 100KiB }}", _folder.Path), server.Url, authorities);

    private async Task<Run> RunAsync(Plan plan, Uri url, string? authorities)
    {
        var endpoint = new LabEndpoint(url, new("id", "secret"), "us-east-1") { Trusted = authorities is null ? null : TrustedAuthorities.Read(authorities) };
        using var run = new LabRun(plan, new RunFolder(_folder["run"]), endpoint, null, TimeProvider.System, "test");
        await run.RunAsync(TestContext.Current.CancellationToken);
        return Run.Read(_folder["run"]);
    }
}
