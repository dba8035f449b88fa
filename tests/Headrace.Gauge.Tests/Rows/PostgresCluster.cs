using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Headrace.Gauge.Tests.Rows;

/// <summary>A real PostgreSQL of this test's own: a cluster in a temporary folder, run by an unprivileged user, stopped by its id.</summary>
public sealed class PostgresCluster : IDisposable
{
    public const string Password = "not-for-logs-5d41402a";

    private static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Max(StringComparer.Ordinal)
        : null;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("headrace-postgres-");
    private Process? server;

    public PostgresCluster()
    {
        if (Programs is null)
        {
            return;
        }

        var passwords = Path.Combine(folder.FullName, "password");
        File.WriteAllText(passwords, Password);
        if (Environment.IsPrivilegedProcess)
        {
            // PostgreSQL refuses to run as root.
            Run("chown", "-R", "nobody", folder.FullName);
        }

        Run(Program("initdb"), "-D", Data, "-U", "gauge", "-A", "scram-sha-256", "--pwfile", passwords, "-E", "UTF8", "--locale=C", "--no-sync");
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        Start();
    }

    public int Port { get; }

    public (string, string?)[] Variables =>
        [("DB_HOST", "127.0.0.1"), ("DB_PORT", Port.ToString(CultureInfo.InvariantCulture)), ("DB_NAME", "postgres"), ("DB_USER", "gauge"), ("DB_PASSWORD", Password)];

    private string Data => Path.Combine(folder.FullName, "data");

    public static void SkipUnlessAvailable() => Assert.SkipUnless(Programs is not null, "PostgreSQL is not here (apt install postgresql)");

    public void Start()
    {
        var start = StartOf(Program("postgres"), "-D", Data, "-p", $"{Port}", "-k", folder.FullName, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "shared_buffers=16MB");
        server = Process.Start(start)!;
        server.OutputDataReceived += (_, _) => { };
        server.ErrorDataReceived += (_, _) => { };
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                Execute("SELECT 1");
                return;
            }
            catch (NpgsqlException exception) when (exception.IsTransient && clock.Elapsed < TimeSpan.FromSeconds(60) && !server.HasExited)
            {
                Thread.Yield();
            }
        }
    }

    /// <summary>As a machine that goes down: connections break.</summary>
    public void Stop()
    {
        server?.Kill();
        server?.WaitForExit();
        server?.Dispose();
        server = null;
    }

    public object? Execute(string sql)
    {
        using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={Port};Database=postgres;Username=gauge;Password={Password};Pooling=false;SslMode=Disable;Timeout=5");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    public void Dispose()
    {
        Stop();
        folder.Delete(recursive: true);
    }

    private static string Program(string name) => Path.Combine(Programs!, name);

    private static ProcessStartInfo StartOf(string program, params string[] arguments) => new(
        Environment.IsPrivilegedProcess && program != "chown" ? "setpriv" : program,
        Environment.IsPrivilegedProcess && program != "chown" ? ["--reuid=nobody", "--regid=nogroup", "--clear-groups", program, .. arguments] : arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = "/",
    };

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(StartOf(program, arguments))!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program}: {error.Result}");
        }
    }
}
