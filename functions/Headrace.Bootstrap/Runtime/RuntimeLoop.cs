using System.Buffers;
using Headrace.Bootstrap.Handlers;
using Headrace.Bootstrap.Http;
using Headrace.Bootstrap.S3;

namespace Headrace.Bootstrap.Runtime;

/// <summary>A function's life: initialise, then next, handle, answer, until the environment ends.</summary>
internal static class RuntimeLoop
{
    /// <returns>The process's exit code; it returns only when the environment is over.</returns>
    public static int Run(string hostAndPort, string handlerName)
    {
        using var runtime = new RuntimeClient(hostAndPort);
        try
        {
            if (!TryCreate(runtime, handlerName, out var handler))
            {
                return 1;
            }

            var response = new ArrayBufferWriter<byte>();
            while (true)
            {
                RunOne(runtime, handler, response);
            }
        }
        catch (Exception exception) when (exception is RuntimeApiException or HttpConnectionException or HttpBodyTooLargeException)
        {
            StandardOutput.WriteLine($"bootstrap: {exception.Message}");
            return 1;
        }
    }

    private static bool TryCreate(RuntimeClient runtime, string handlerName, out Handler handler)
    {
        try
        {
            handler = HandlerTable.Create(handlerName);
            return true;
        }
        catch (Exception exception) when (Report(exception, out var error))
        {
            runtime.FailInit(error);
            handler = null!;
            return false;
        }
    }

    private static void RunOne(RuntimeClient runtime, Handler handler, ArrayBufferWriter<byte> response)
    {
        var invocation = runtime.Next();
        response.ResetWrittenCount();
        Phases.Begin();

        // Where every runtime puts it; S3Client sends it on.
        Environment.SetEnvironmentVariable(S3Client.TraceVariable, invocation.TraceId);
        try
        {
            handler(invocation, response);
        }
        catch (Exception exception) when (Report(exception, out var error))
        {
            Phases.Write(invocation);
            runtime.Fail(invocation.RequestId, error);
            return;
        }

        Phases.Write(invocation);
        runtime.Respond(invocation.RequestId, response.WrittenSpan);
    }

    /// <summary>Whatever a handler throws is its invocation's outcome, as with every Lambda runtime; only a lack of memory ends the process.</summary>
    private static bool Report(Exception exception, out FunctionError error)
    {
        error = FunctionError.Of(exception);
        if (exception is OutOfMemoryException)
        {
            return false;
        }

        StandardOutput.WriteLine($"[ERROR] {error.ErrorType}: {error.ErrorMessage}");
        foreach (var line in error.StackTrace)
        {
            StandardOutput.WriteLine($"  {line}");
        }

        return true;
    }
}
