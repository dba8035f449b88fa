using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Headrace.Functions.Environments;

/// <summary>What a process writes to stdout and stderr, cut into lines: one line is one log event, written while the process runs.</summary>
/// <remarks>One pipe for both keeps their order. Lines longer than 256 KB are cut, as CloudWatch cuts them.</remarks>
internal sealed unsafe class OutputPipe(SafeFileHandle reader, EnvironmentLog log) : IDisposable
{
    /// <summary>Bytes read at a time; a pipe holds four times as many.</summary>
    public const int Much = 16 * 1024;

    private const int LongestLine = 256 * 1024;

    private readonly Lock _lock = new();
    private byte[] _partial = [];
    private int _partialLength;
    private bool _isAtEnd;

    internal SafeFileHandle Handle => reader;

    /// <summary>Reads all there is, without waiting.</summary>
    /// <param name="isOpen">False when every writer has closed.</param>
    /// <returns>How many bytes there were.</returns>
    public long Drain(out bool isOpen)
    {
        lock (_lock)
        {
            var all = 0L;
            var buffer = stackalloc byte[Much];
            while (!_isAtEnd)
            {
                var read = Libc.Read(reader, buffer, Much);
                if (read > 0)
                {
                    all += read;
                    Split(new ReadOnlySpan<byte>(buffer, (int)read));
                    if (read < Much)
                    {
                        // A pipe gives all it has.
                        break;
                    }
                }
                else if (read == 0)
                {
                    FlushPartial();
                    _isAtEnd = true;
                }
                else if (Marshal.GetLastPInvokeError() is var error && error == Libc.Again)
                {
                    break;
                }
                else if (error != Libc.Interrupted)
                {
                    throw Libc.LastError();
                }
            }

            isOpen = !_isAtEnd;
            return all;
        }
    }

    /// <summary>Reads all there is, and takes a line without its newline for whole: the invocation that wrote it is over.</summary>
    public void DrainWhole()
    {
        lock (_lock)
        {
            Drain(out _);
            FlushPartial();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isAtEnd = true;
            reader.Dispose();
        }
    }

    private void Split(ReadOnlySpan<byte> bytes)
    {
        if (_partialLength > 0)
        {
            var rest = bytes[..(bytes.IndexOf((byte)'\n') + 1)];
            if (!rest.IsEmpty)
            {
                Keep(rest);
                FlushPartial();
                bytes = bytes[rest.Length..];
            }
        }

        // Here either nothing is kept, or there is no newline.
        var lines = bytes[..(bytes.LastIndexOf((byte)'\n') + 1)];
        if (!lines.IsEmpty)
        {
            log.AppendLines(lines);
        }

        Keep(bytes[lines.Length..]);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var taken = bytes[..Math.Min(bytes.Length, LongestLine - _partialLength)];
            if (_partial.Length < _partialLength + taken.Length)
            {
                Array.Resize(ref _partial, Math.Max(_partialLength + taken.Length, Math.Min(LongestLine, _partial.Length * 2)));
            }

            taken.CopyTo(_partial.AsSpan(_partialLength));
            _partialLength += taken.Length;
            bytes = bytes[taken.Length..];
            if (_partialLength == LongestLine)
            {
                FlushPartial();
            }
        }
    }

    private void FlushPartial()
    {
        if (_partialLength > 0)
        {
            log.Append(_partial.AsSpan(0, _partialLength));
            _partialLength = 0;
        }
    }
}
