using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Headrace.Lab.Tests.Importing;

/// <summary>Debian's Locust, headless for some seconds against an answering server: its real CSV files.</summary>
internal static class LocustRun
{
    private const string Program = "/usr/bin/locust";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <returns>The prefix of the files.</returns>
    public static async Task<string> WriteAsync(TemporaryFolder folder)
    {
        Assert.SkipUnless(File.Exists(Program), "needs Locust (Debian: python3-locust)");
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var answering = AnswerAsync(server);
        var script = folder.File("locustfile.py", """
            from locust import HttpUser, constant, task

            class Camera(HttpUser):
                wait_time = constant(0.02)

                @task
                def predict(self):
                    self.client.get("/predict")
                    self.client.get("/fail", name='a "fail", named')
            """);
        var start = new ProcessStartInfo(Program, ["-f", script, "--headless", "-u", "3", "-r", "3", "-t", "4s", "--host", $"http://{server.LocalEndpoint}", "--csv", folder["test"], "--csv-full-history", "--only-summary"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var locust = Process.Start(start)!;
        var output = Task.WhenAll(locust.StandardOutput.ReadToEndAsync(), locust.StandardError.ReadToEndAsync());
        try
        {
            await locust.WaitForExitAsync().WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            locust.Kill(entireProcessTree: true);
            throw;
        }

        server.Stop();
        await answering;
        Assert.True(File.Exists(folder["test_stats.csv"]), string.Join('\n', await output));
        return folder["test"];
    }

    private static async Task AnswerAsync(TcpListener server)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(AnswerAsync(await server.AcceptTcpClientAsync()));
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private static async Task AnswerAsync(TcpClient connection)
    {
        using var _ = connection;
        using var reader = new StreamReader(connection.GetStream());
        try
        {
            while (await reader.ReadLineAsync() is { } request)
            {
                while (await reader.ReadLineAsync() is { Length: > 0 })
                {
                    // The headers say nothing that matters here.
                }

                var status = request.StartsWith("GET /fail ", StringComparison.Ordinal) ? "500 Broken" : "200 OK";
                await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 10\r\n\r\n0123456789"));
            }
        }
        catch (IOException)
        {
            // Locust ends in the middle of things.
        }
    }
}
