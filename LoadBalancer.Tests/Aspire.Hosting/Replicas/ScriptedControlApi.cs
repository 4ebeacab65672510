using System.Threading.Channels;
using LoadBalancer.Aspire.Hosting.Control;

namespace LoadBalancer.Tests.Aspire.Hosting.Replicas;

/// <summary>A control API whose response to each report the test decides.</summary>
internal sealed class ScriptedControlApi
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<Call> _calls = Channel.CreateUnbounded<Call>();

    public Task<ReplicaStatus> ReportAsync(OrchestratorReport report, CancellationToken cancellationToken)
    {
        var call = new Call(report, new TaskCompletionSource<ReplicaStatus>(TaskCreationOptions.RunContinuationsAsynchronously));
        Assert.True(_calls.Writer.TryWrite(call));
        return call.Response.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Waits for the next report and returns it, without a response so far.</summary>
    public async Task<Call> NextAsync(CancellationToken cancellationToken) =>
        await _calls.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken);

    /// <summary>A report that awaits its response.</summary>
    internal sealed record Call(OrchestratorReport Report, TaskCompletionSource<ReplicaStatus> Response);
}
