using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using LoadBalancer.Proxy.Runtime;

namespace LoadBalancer.Proxy.Exchange;

internal static class ClientOutput
{
    /// <summary>Sends what was written to a client.</summary>
    /// <returns><see langword="false"/> if the client takes no more. Over TLS that shows as an exception.</returns>
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
