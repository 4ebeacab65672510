using System.Diagnostics;
using LoadBalancer.Proxy.Telemetry.Tracing;
using LoadBalancer.ServiceDefaults.Telemetry;

namespace LoadBalancer.Gateway;

/// <summary>Makes the data plane use the process's limit on traces; without telemetry there is no limit.</summary>
internal sealed class TraceSamplingAdapter(TraceSampling? sampling = null) : ITraceSampling
{
    public bool MayRecord(ActivityTraceFlags? parent) => sampling?.MayRecord(parent) ?? true;
}
