using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Headrace.Functions.Environments;

/// <summary>
/// Starts processes, reads their output and reaps them. Two threads of its own: processes are started from one that lives as long as the
/// engine, because Linux's "die with the parent" means the parent <em>thread</em>; the other waits for output and ends.
/// </summary>
/// <remarks><c>posix_spawn</c> shares the engine's memory until exec: starting costs the same however large the engine is.</remarks>
internal sealed unsafe class ProcessLoop : IDisposable
{
    private const int MostEvents = 64;

    /// <summary>Between two looks: lines written one by one in the meantime are read, and stored, at one go, and writing them wakes nobody.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(2);

    private readonly BlockingCollection<Action> _starts = new(1024);
    private readonly ConcurrentDictionary<long, Func<long, bool>> _readable = new();
    private readonly SafeFileHandle _epoll = Libc.Owned(Libc.CreateEpoll(Libc.CloseOnExec));
    private readonly SafeFileHandle _nowhere = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
    private readonly SafeFileHandle _stopReader;
    private readonly SafeFileHandle _stopWriter;
    private readonly Thread _starter;
    private readonly Thread _watcher;
    private readonly ManualResetEventSlim _stopping = new(initialState: false, spinCount: 0);
    private long _lastKey;

    public ProcessLoop()
    {
        (_stopReader, _stopWriter) = CreatePipe();
        Watch(_stopReader, static _ => true);
        _starter = new Thread(Start) { IsBackground = true, Name = "headrace-spawn" };
        _watcher = new Thread(Wait) { IsBackground = true, Name = "headrace-output" };
        _starter.Start();
        _watcher.Start();
    }

    /// <summary>Starts a process in a session of its own, without any of the engine's descriptors, environment, or signal settings.</summary>
    /// <param name="arguments">The first is the program's path.</param>
    /// <param name="environment"><c>NAME=value</c>.</param>
    /// <param name="input">Becomes stdin; null is /dev/null.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public Task<ChildProcess> StartAsync(IReadOnlyList<string> arguments, IReadOnlyList<string> environment, SafeFileHandle? input, EnvironmentLog log)
    {
        var started = new TaskCompletionSource<ChildProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        _starts.Add(() =>
        {
            try
            {
                started.SetResult(Spawn(arguments, environment, input ?? _nowhere, log));
            }
            catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or IOException)
            {
                started.SetException(failure);
            }
        });
        return started.Task;
    }

    public void Dispose()
    {
        _stopping.Set();
        _starts.CompleteAdding();
        _stopWriter.Dispose();
        _starter.Join();
        _watcher.Join();
        _starts.Dispose();
        _epoll.Dispose();
        _nowhere.Dispose();
        _stopReader.Dispose();
        _stopping.Dispose();
    }

    private static (SafeFileHandle Reader, SafeFileHandle Writer) CreatePipe()
    {
        var ends = stackalloc int[2];
        if (Libc.Pipe(ends, Libc.CloseOnExec) != 0)
        {
            throw Libc.LastError();
        }

        return (Libc.Owned(ends[0]), Libc.Owned(ends[1]));
    }

    private void Start()
    {
        foreach (var start in _starts.GetConsumingEnumerable())
        {
            start();
        }
    }

    private ChildProcess Spawn(IReadOnlyList<string> arguments, IReadOnlyList<string> environment, SafeFileHandle input, EnvironmentLog log)
    {
        var (reader, writer) = CreatePipe();
        using (writer)
        {
            const int setStatusFlags = 4;
            if (Libc.SetFlags(reader, setStatusFlags, Libc.NonBlocking) != 0)
            {
                throw Libc.LastError();
            }

            var pid = Spawn(arguments, environment, input, writer);
            var child = new ChildProcess(pid, Libc.OpenProcess(pid), new OutputPipe(reader, log));
            var output = Watch(child.Output.Handle, key =>
            {
                var read = child.Output.Drain(out var isOpen);
                if (!isOpen)
                {
                    Unwatch(key, child.Output.Handle);
                }

                return read < OutputPipe.Much;
            });
            Watch(child.Handle, key =>
            {
                // What it wrote before it ended is in the pipe; what a descendant would write later has no invocation to belong to.
                Unwatch(output, child.Output.Handle);
                Unwatch(key, child.Handle);
                child.Reap();
                return true;
            });
            return child;
        }
    }

    private static int Spawn(IReadOnlyList<string> arguments, IReadOnlyList<string> environment, SafeFileHandle input, SafeFileHandle output)
    {
        // glibc's posix_spawn_file_actions_t is 80 bytes, posix_spawnattr_t 336, sigset_t 128; musl's are smaller.
        var actions = stackalloc byte[128];
        var attributes = stackalloc byte[512];
        var signals = stackalloc byte[128];
        using var argv = new NativeStrings(arguments);
        using var envp = new NativeStrings(environment);
        Check(Libc.InitFileActions(actions));
        Check(Libc.InitAttributes(attributes));
        try
        {
            Check(Libc.AddDup2(actions, input, 0));
            Check(Libc.AddDup2(actions, output, 1));
            Check(Libc.AddDup2(actions, output, 2));
            Check(Libc.SetSpawnMask(attributes, signals));
            new Span<byte>(signals, 128).Fill(0xff);
            Check(Libc.SetSpawnDefaults(attributes, signals));
            Check(Libc.SetSpawnFlags(attributes, Libc.SpawnSetSid | Libc.SpawnSetSigMask | Libc.SpawnSetSigDef));
            Check(Libc.Spawn(out var pid, arguments[0], actions, attributes, argv.Pointers, envp.Pointers));
            return pid;
        }
        finally
        {
            _ = Libc.DestroyFileActions(actions);
            _ = Libc.DestroyAttributes(attributes);
        }

        static void Check(int error)
        {
            if (error != 0)
            {
                throw new System.ComponentModel.Win32Exception(error);
            }
        }
    }

    /// <param name="whenReadable">Called with the watch's key, on the watcher's thread; false when the next look must not wait: a pipe that is full stops its writer.</param>
    private long Watch(SafeFileHandle file, Func<long, bool> whenReadable)
    {
        var key = Interlocked.Increment(ref _lastKey);
        _readable[key] = whenReadable;
        var request = stackalloc byte[16];
        *(uint*)request = Libc.EpollIn;
        *(long*)(request + Libc.EpollEventData) = key;
        if (Libc.ControlEpoll(_epoll, Libc.EpollAdd, file, request) != 0)
        {
            throw Libc.LastError();
        }

        return key;
    }

    private void Unwatch(long key, SafeFileHandle file)
    {
        if (_readable.TryRemove(key, out _))
        {
            var unused = stackalloc byte[16];
            Libc.ControlEpoll(_epoll, Libc.EpollRemove, file, unused);
        }
    }

    private void Wait()
    {
        var events = stackalloc byte[MostEvents * 16];
        while (!_stopping.IsSet)
        {
            var count = Libc.WaitEpoll(_epoll, events, MostEvents, -1);
            var mayWait = true;
            for (var index = 0; index < count; index++)
            {
                var key = *(long*)(events + (index * Libc.EpollEventSize) + Libc.EpollEventData);
                if (_readable.TryGetValue(key, out var readable))
                {
                    mayWait &= readable(key);
                }
            }

            if (count < 0 && Marshal.GetLastPInvokeError() != Libc.Interrupted)
            {
                throw Libc.LastError();
            }

            if (mayWait)
            {
                _stopping.Wait(Breath);
            }
        }
    }

    /// <summary>A null-terminated array of null-terminated strings.</summary>
    private sealed class NativeStrings : IDisposable
    {
        private readonly nint _block;

        public NativeStrings(IReadOnlyList<string> strings)
        {
            var table = (strings.Count + 1) * sizeof(nint);
            var length = table;
            foreach (var text in strings)
            {
                length += Encoding.UTF8.GetByteCount(text) + 1;
            }

            _block = Marshal.AllocHGlobal(length);
            var next = (byte*)_block + table;
            var end = (byte*)_block + length;
            for (var index = 0; index < strings.Count; index++)
            {
                Pointers[index] = next;
                next += Encoding.UTF8.GetBytes(strings[index], new Span<byte>(next, (int)(end - next)));
                *next++ = 0;
            }

            Pointers[strings.Count] = null;
        }

        public byte** Pointers => (byte**)_block;

        public void Dispose() => Marshal.FreeHGlobal(_block);
    }
}
