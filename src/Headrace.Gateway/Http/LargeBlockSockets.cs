using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Headrace.Gateway.Http;

/// <summary>Kestrel's transport over sockets, with <see cref="BlockPool"/> for its memory.</summary>
/// <remarks>The transport takes a pool from a container only; so it is asked for as a host would, without one.</remarks>
internal sealed class LargeBlockSockets : IWebHostBuilder, IMemoryPoolFactory<byte>
{
    private readonly ServiceCollection _services = new();

    private LargeBlockSockets()
    {
    }

    public static IConnectionListenerFactory Create(ILoggerFactory logs)
    {
        var sockets = new LargeBlockSockets();
        sockets._services.AddSingleton(logs).AddSingleton<IMemoryPoolFactory<byte>>(sockets);

        sockets._services.Configure<SocketTransportOptions>(static options =>
        {
            // A photograph goes out without waiting for its own beginning.
            options.MaxWriteBufferSize = 256 * 1024;

            // What has been read is worked on by the thread that has read it, what is written is sent by the one that writes: every other thread woken
            // for it would cost more than the work that it takes over.
            options.UnsafePreferInlineScheduling = true;
        });
        sockets.UseSockets();
        return sockets._services.BuildServiceProvider().GetRequiredService<IConnectionListenerFactory>();
    }

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new BlockPool();

    public IWebHostBuilder ConfigureServices(Action<IServiceCollection> configureServices)
    {
        configureServices(_services);
        return this;
    }

    public IWebHostBuilder ConfigureServices(Action<WebHostBuilderContext, IServiceCollection> configureServices) => throw new NotSupportedException();

    public IWebHostBuilder ConfigureAppConfiguration(Action<WebHostBuilderContext, IConfigurationBuilder> configureDelegate) => throw new NotSupportedException();

#pragma warning disable ASPDEPR008 // The interface asks for it; nothing is built.
    public IWebHost Build() => throw new NotSupportedException();
#pragma warning restore ASPDEPR008

    public string? GetSetting(string key) => null;

    public IWebHostBuilder UseSetting(string key, string? value) => throw new NotSupportedException();
}
