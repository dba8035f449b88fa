using Headrace.Telemetry.Logs;

namespace Headrace.Functions.Environments;

/// <summary>One environment's log stream, and the tail of the running invocation's part of it when somebody asked for that.</summary>
internal sealed class EnvironmentLog(LogStreamWriter stream) : IDisposable
{
    private const int TailLength = 4096;

    private readonly Lock _lock = new();
    private List<byte>? _tail;
    private bool _isClosed;

    /// <summary>After the environment's end it does nothing: nobody waits for the last words of what was cut off.</summary>
    public void Append(ReadOnlySpan<byte> message) => Append(message, isLines: false);

    /// <summary>The same for lines, each of which is an event, newline included.</summary>
    public void AppendLines(ReadOnlySpan<byte> lines) => Append(lines, isLines: true);

    public void BeginTail()
    {
        lock (_lock)
        {
            _tail = new List<byte>(TailLength);
        }
    }

    /// <summary>The last 4 KB since <see cref="BeginTail"/>.</summary>
    public byte[]? EndTail()
    {
        lock (_lock)
        {
            var tail = _tail;
            _tail = null;
            return tail?[Math.Max(0, tail.Count - TailLength)..].ToArray();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            stream.Dispose();
        }
    }

    private void Append(ReadOnlySpan<byte> message, bool isLines)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            try
            {
                if (isLines)
                {
                    stream.AppendLines(message);
                }
                else
                {
                    stream.Append(message);
                }
            }
            catch (IOException)
            {
                // A full disk loses log lines; it must stop neither the function nor the thread that reads all functions' output.
            }

            if (_tail is not null)
            {
                _tail.AddRange(message[Math.Max(0, message.Length - TailLength)..]);
                if (_tail.Count > 4 * TailLength)
                {
                    _tail.RemoveRange(0, _tail.Count - TailLength);
                }
            }
        }
    }
}
