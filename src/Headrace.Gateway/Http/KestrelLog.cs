using Microsoft.Extensions.Logging;

namespace Headrace.Gateway.Http;

/// <summary>Kestrel's log without its warning that HTTP/2 needs TLS: <see cref="Http2Preface"/> makes it untrue.</summary>
internal sealed class KestrelLog(ILoggerFactory logs) : ILoggerFactory
{
    private const string Untrue = "Http2DisabledWithHttp1AndNoTls";

    public ILogger CreateLogger(string categoryName) => new Filter(logs.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => logs.AddProvider(provider);

    public void Dispose()
    {
        // The log belongs to whoever gave it.
    }

    private sealed class Filter(ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name != Untrue)
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
