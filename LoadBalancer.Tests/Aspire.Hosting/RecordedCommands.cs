using System.Collections.Concurrent;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace LoadBalancer.Tests.Aspire.Hosting;

/// <summary>Resource commands that only record their execution.</summary>
internal sealed class RecordedCommands
{
    private readonly ConcurrentQueue<string> _executed = new();

    /// <summary>The names of the resources, in the order in which their commands were executed.</summary>
    public IReadOnlyList<string> Executed => [.. _executed];

    /// <summary>Returns the result of a command for the named resource.</summary>
    public Func<string, ExecuteCommandResult> Respond { get; set; } = _ => CommandResults.Success();

    public IResourceBuilder<ExecutableResource> AddResource(IDistributedApplicationBuilder builder, string name, string command) =>
        builder.AddExecutable(name, "never-started", ".").WithCommand(command, command, _ =>
        {
            _executed.Enqueue(name);
            return Task.FromResult(Respond(name));
        });
}
