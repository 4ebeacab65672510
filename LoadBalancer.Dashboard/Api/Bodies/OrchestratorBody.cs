using System.ComponentModel;
using LoadBalancer.Cluster.Replicas;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Dashboard.Api.Bodies;

/// <summary>An orchestrator's report about itself.</summary>
internal sealed record OrchestratorBody
{
    [Description("Where the orchestrator runs, such as the machine's name and the process id: 1 to 128 printable characters.")]
    [RequiredField]
    public string? Name { get; init; }

    [Description("The number of servers that it keeps running now, 0 to 1,000.")]
    [RequiredField]
    public int? Kept { get; init; }

    [Description("The largest number of servers that it can keep running, 1 to 1,000.")]
    [RequiredField]
    public int? Most { get; init; }

    [Description("The new wanted number of servers, 1 to most. An orchestrator sends it when it starts, and when a response has no "
        + "count. By default, the wanted number stays the same.")]
    public int? Count { get; init; }

    /// <summary>Returns the report, or a problem with the first field that is not allowed.</summary>
    public ProblemHttpResult? Read(out OrchestratorReport report)
    {
        report = new(Name ?? "", Kept ?? 0, Most ?? 0);
        return (Name is null ? Fields.Missing("name") : Fields.Check("name", ReplicaRules.CheckName(Name)))
            ?? (Kept is { } kept ? Fields.Check("kept", ReplicaRules.CheckKept(kept)) : Fields.Missing("kept"))
            ?? (Most is { } most ? Fields.Check("most", ReplicaRules.CheckMost(most)) : Fields.Missing("most"))
            ?? (Count is { } count ? Fields.Check("count", ReplicaRules.CheckCount(count, report.Most)) : null);
    }
}
