using System.Collections.Concurrent;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace LoadBalancer.Tests.Aspire.Hosting;

/// <summary>Commands of resources that do nothing but say that they were executed.</summary>
internal sealed class RecordedCommands
{
    private readonly ConcurrentQueue<string> _executed = new();

    /// <summary>The names of the resources, in the order in which they got the command.</summary>
    public IReadOnlyList<string> Executed => [.. _executed];

    /// <summary>What the next command responds.</summary>
    public Func<string, ExecuteCommandResult> Respond { get; set; } = _ => CommandResults.Success();

    public IResourceBuilder<ExecutableResource> AddResource(IDistributedApplicationBuilder builder, string name, string command) =>
        builder.AddExecutable(name, "never-started", ".").WithCommand(command, command, _ =>
        {
            _executed.Enqueue(name);
            return Task.FromResult(Respond(name));
        });
}
