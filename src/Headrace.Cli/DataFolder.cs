using System.Security.Cryptography;
using System.Text;
using Headrace.Wire;
using Headrace.Wire.Signing;

namespace Headrace.Cli;

/// <summary>The one folder an engine keeps everything in, held by a lock for as long as the engine runs.</summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    public string Path { get; }

    public string Ledger => System.IO.Path.Combine(Path, "headrace.db");

    public string Objects => System.IO.Path.Combine(Path, "objects");

    public string Functions => System.IO.Path.Combine(Path, "functions");

    /// <summary>Of the environments that run now; emptied at start.</summary>
    public string Run => System.IO.Path.Combine(Path, "run");

    public string Logs => System.IO.Path.Combine(Path, "logs");

    /// <summary><c>$XDG_DATA_HOME/headrace</c>, else <c>~/.local/share/headrace</c>.</summary>
    public static string Default => System.IO.Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "headrace");

    /// <summary>Creates the folder where it does not exist and locks it. The kernel drops the lock however the process ends.</summary>
    /// <exception cref="CommandException">Not writable, or another engine runs on it.</exception>
    public static DataFolder Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return new DataFolder(path, new FileStream(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new CommandException($"The data folder {path} cannot be written.", failure);
        }
        catch (IOException failure) when (IsLockedElsewhere(failure))
        {
            throw new CommandException($"Another engine is running on the data folder {path}.", failure);
        }
        catch (IOException failure)
        {
            throw new CommandException($"The data folder {path} cannot be used: {failure.Message}", failure);
        }
    }

    /// <summary>The key pair of this folder: made at the first start, readable by its owner only.</summary>
    /// <exception cref="CommandException">The file is not what an earlier start wrote.</exception>
    public AwsCredentials Credentials()
    {
        if (ReadCredentials(Path) is { } kept)
        {
            return kept;
        }

        // 30 random bytes are 40 characters, the length of AWS's own secrets.
        var made = new AwsCredentials(Scope.Default.AccountId, Convert.ToBase64String(RandomNumberGenerator.GetBytes(30)));
        var path = CredentialsIn(Path);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        using (var file = new FileStream(path + ".new", options))
        {
            file.Write(Encoding.ASCII.GetBytes($"{made.AccessKeyId}\n{made.SecretAccessKey}\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
        return made;
    }

    /// <summary>The key pair that an engine on this folder has made; null when there is none.</summary>
    /// <exception cref="CommandException">The file is not what an engine wrote, or belongs to somebody else.</exception>
    public static AwsCredentials? ReadCredentials(string folder)
    {
        var path = CredentialsIn(folder);
        try
        {
            return File.ReadAllText(path).Split('\n') is [{ Length: > 0 } accessKey, { Length: > 0 } secret, ..]
                ? new AwsCredentials(accessKey, secret)
                : throw new CommandException($"{path} is damaged: it must hold an access key and a secret key, a line each.");
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new CommandException($"{path} cannot be read: it belongs to another user.", failure);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static string CredentialsIn(string folder) => System.IO.Path.Combine(folder, "credentials");

    /// <summary>EWOULDBLOCK: the lock is taken.</summary>
    private static bool IsLockedElsewhere(IOException failure) => failure.HResult == 11;
}
