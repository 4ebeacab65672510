using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Verdicts;

namespace LoadBalancer.Tests.Contracts;

public sealed class InMemoryVerdictLogTests : VerdictLogContract
{
    internal override (IVerdictLog Verdicts, IEventLog Log) Create()
    {
        var log = new InMemoryEventLog();
        return (new InMemoryVerdictLog(log), log);
    }
}
