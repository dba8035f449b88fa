using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Headrace.Functions.Environments;

/// <summary>What a process writes to stdout and stderr, cut into lines: one line is one log event, written while the process runs.</summary>
/// <remarks>One pipe for both keeps their order. Lines longer than 256 KB are cut, as CloudWatch cuts them.</remarks>
internal sealed unsafe class OutputPipe(SafeFileHandle reader, EnvironmentLog log) : IDisposable
{
    private const int LongestLine = 256 * 1024;

    private readonly Lock _lock = new();
    private byte[] _partial = [];
    private int _partialLength;
    private bool _isAtEnd;

    internal SafeFileHandle Handle => reader;

    /// <summary>Reads all there is, without waiting.</summary>
    /// <returns>False when every writer has closed.</returns>
    public bool Drain()
    {
        lock (_lock)
        {
            var buffer = stackalloc byte[16 * 1024];
            while (!_isAtEnd)
            {
                var read = Libc.Read(reader, buffer, 16 * 1024);
                if (read > 0)
                {
                    Split(new ReadOnlySpan<byte>(buffer, (int)read));
                }
                else if (read == 0)
                {
                    FlushPartial();
                    _isAtEnd = true;
                }
                else if (Marshal.GetLastPInvokeError() is var error && error == Libc.Again)
                {
                    return true;
                }
                else if (error != Libc.Interrupted)
                {
                    throw Libc.LastError();
                }
            }

            return false;
        }
    }

    /// <summary>Reads all there is, and takes a line without its newline for whole: the invocation that wrote it is over.</summary>
    public void DrainWhole()
    {
        lock (_lock)
        {
            Drain();
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
        while (bytes.IndexOf((byte)'\n') is >= 0 and var newline)
        {
            var line = bytes[..(newline + 1)];
            bytes = bytes[line.Length..];
            if (_partialLength == 0)
            {
                log.Append(line);
            }
            else
            {
                Keep(line);
                FlushPartial();
            }
        }

        Keep(bytes);
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
