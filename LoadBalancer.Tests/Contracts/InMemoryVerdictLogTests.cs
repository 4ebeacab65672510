using LoadBalancer.Registry.Events;
using LoadBalancer.Registry.InMemory;
using LoadBalancer.Registry.Verdicts;

namespace LoadBalancer.Tests.Contracts;

public sealed class InMemoryVerdictLogTests : VerdictLogContract
{
    internal override (IVerdictLog Verdicts, IEventLog Log) Create()
    {
        var log = new InMemoryEventLog();
        return (new InMemoryVerdictLog(log), log);
    }
}
