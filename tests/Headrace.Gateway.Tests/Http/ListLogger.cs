using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Headrace.Gateway.Tests.Http;

/// <summary>Keeps the lines that were logged at Warning or above.</summary>
internal sealed class ListLogger : ILoggerFactory, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Lines.Enqueue($"{eventId.Id} {formatter(state, exception)}");
        }
    }

    public void Dispose()
    {
    }
}
