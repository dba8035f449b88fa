using System.Buffers;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Headrace.Telemetry.Logs;

/// <summary>Appends to one stream. Safe for concurrent use; several writers of one stream share its file.</summary>
public sealed class LogStreamWriter : IDisposable
{
    private readonly SharedFile _file;
    private int _disposed;

    internal LogStreamWriter(SharedFile file) => _file = file;

    /// <summary>Appends one event with the current time; it is in the file (not fsynced) when this returns.</summary>
    /// <param name="utf8Message">One event, as it shall be read back (a trailing newline is part of it). Longer than 262,118 bytes, it becomes several.</param>
    public void Append(ReadOnlySpan<byte> utf8Message)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        _file.Append(utf8Message);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _file.Release();
        }
    }

    /// <summary>The one open handle of a stream that is being written.</summary>
    internal sealed class SharedFile
    {
        private readonly LogStore _store;
        private readonly (string Group, string Stream) _name;
        private readonly SafeFileHandle _handle;
        private readonly Lock _appending = new();
        private long _end;
        private long _lastTimestamp;

        private SharedFile(LogStore store, (string Group, string Stream) name, SafeFileHandle handle)
        {
            _store = store;
            _name = name;
            _handle = handle;
        }

        /// <summary>Guarded by the store.</summary>
        public int Writers { get; set; }

        /// <summary>Opens or creates the file, and cuts what a crash left half written at its end.</summary>
        public static SharedFile Open(LogStore store, (string Group, string Stream) name, string path)
        {
            var handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            try
            {
                var file = new SharedFile(store, name, handle);
                file.Recover(path);
                return file;
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }

        public void Append(ReadOnlySpan<byte> message)
        {
            lock (_appending)
            {
                var now = Math.Max(_store.Now, _lastTimestamp);
                _lastTimestamp = now;
                do
                {
                    var part = message[..PartLength(message)];
                    message = message[part.Length..];
                    WriteFrame(now, part);
                }
                while (!message.IsEmpty);
            }

            _store.Touch(_name.Group, _name.Stream);
        }

        public void Release() => _store.Release(_name, this);

        public void Close() => _handle.Dispose();

        /// <summary>The longest beginning that fits one event and does not cut a character.</summary>
        private static int PartLength(ReadOnlySpan<byte> message)
        {
            if (message.Length <= LogFrame.LongestMessage)
            {
                return message.Length;
            }

            var length = LogFrame.LongestMessage;
            while (length > LogFrame.LongestMessage - 3 && (message[length] & 0xC0) == 0x80)
            {
                length--;
            }

            return length;
        }

        private void WriteFrame(long now, ReadOnlySpan<byte> message)
        {
            byte[]? rented = null;
            var length = LogFrame.Overhead + message.Length;
            var frame = length <= 1024 ? stackalloc byte[length] : (rented = ArrayPool<byte>.Shared.Rent(length)).AsSpan(0, length);
            LogFrame.Write(frame, now, now, message);
            RandomAccess.Write(_handle, frame, _end);
            _end += length;
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }

        private void Recover(string path)
        {
            var header = LogFrame.FileHeader(Encoding.UTF8.GetBytes(_name.Stream));
            var length = RandomAccess.GetLength(_handle);
            if (length < header.Length)
            {
                RandomAccess.Write(_handle, header, 0);
                _end = header.Length;
                return;
            }

            var last = new LogFile(path, _name.Stream).Forward(header.Length).LastOrDefault();
            _end = last?.End ?? header.Length;
            _lastTimestamp = last?.Timestamp ?? 0;
            if (length > _end)
            {
                RandomAccess.SetLength(_handle, _end);
            }
        }
    }
}
