using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using LoadBalancer.Proxy.Runtime;

namespace LoadBalancer.Proxy.Exchange;

internal static class ClientOutput
{
    /// <summary>Flushes written bytes to a client.</summary>
    /// <returns><see langword="false"/> if the client has stopped reading. Over TLS this surfaces as an exception.</returns>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    public static async ValueTask<bool> TryFlushAsync(this PipeWriter output)
    {
        try
        {
            var flushed = await output.FlushAsync();
            return !flushed.IsCompleted && !flushed.IsCanceled;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }
}
