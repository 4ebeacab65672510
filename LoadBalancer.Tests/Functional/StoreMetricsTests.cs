using System.Diagnostics.Metrics;
using LoadBalancer.Cluster.Telemetry;
using LoadBalancer.Cluster.Watching;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests the metrics of the store.</summary>
public sealed class StoreMetricsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Connected_StoreUnreachableAndBack_Follows()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1);
        using var listener = new MeterListener();
        var connected = -1;
        listener.InstrumentPublished = (instrument, subscriber) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, cluster.Gateway.Meters)
                && instrument is { Name: StoreMetrics.Connected, Meter.Name: GatewayMeter.Name })
            {
                subscriber.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, measurement, _, _) => connected = measurement);
        listener.Start();

        await IsAsync(1);
        cluster.Registry.IsUnreachable = true;
        await IsAsync(0);
        cluster.Registry.IsUnreachable = false;
        await IsAsync(1);

        Task IsAsync(int expected) => Eventually.TrueAsync(
            $"the gauge is {expected}",
            () =>
            {
                listener.RecordObservableInstruments();
                return connected == expected;
            },
            Patience);
    }
}
