using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;
using Microsoft.Extensions.DependencyInjection;

namespace LoadBalancer.Aspire.Hosting.Stopping;

/// <summary>
/// Makes the commands Stop and Restart use <see cref="GracefulStop"/>, so that a resource drains no matter what stops it. Aspire adds these
/// commands to a resource before its first start.
/// </summary>
internal sealed class GracefulCommands(GracefulStop graceful) : IDistributedApplicationEventingSubscriber
{
    public Task SubscribeAsync(
        IDistributedApplicationEventing eventing,
        DistributedApplicationExecutionContext executionContext,
        CancellationToken cancellationToken)
    {
        eventing.Subscribe<BeforeResourceStartedEvent>((starting, _) =>
        {
            // A store has nothing to drain, and Redis does not receive the signal because Aspire starts it from a shell.
            if (starting.Resource.TryGetLastAnnotation<StopStageAnnotation>(out var stop) && stop.Stage != StopStage.Store)
            {
                Replace(starting.Resource, KnownResourceCommands.StopCommand, StopAsync);
                Replace(starting.Resource, KnownResourceCommands.RestartCommand, RestartAsync);
            }

            return Task.CompletedTask;
        });
        return Task.CompletedTask;
    }

    private Task<ExecuteCommandResult> StopAsync(
        IResource resource, Func<Task<ExecuteCommandResult>> original, ExecuteCommandContext context) =>
        graceful.StopAsync(resource, original, context.CancellationToken);

    private async Task<ExecuteCommandResult> RestartAsync(
        IResource resource, Func<Task<ExecuteCommandResult>> original, ExecuteCommandContext context)
    {
        if (!graceful.CanStop(resource))
        {
            return await original();
        }

        var stopped = await graceful.StopAsync(resource, original, context.CancellationToken);
        var commands = context.Services.GetRequiredService<ResourceCommandService>();
        return stopped.Success
            ? await commands.ExecuteCommandAsync(resource, KnownResourceCommands.StartCommand, context.CancellationToken)
            : stopped;
    }

    private static void Replace(
        IResource resource,
        string name,
        Func<IResource, Func<Task<ExecuteCommandResult>>, ExecuteCommandContext, Task<ExecuteCommandResult>> execute)
    {
        // This runs at every start of a resource, but the command is replaced only once.
        var original = resource.Annotations.OfType<ResourceCommandAnnotation>()
            .FirstOrDefault(command => string.Equals(command.Name, name, StringComparison.Ordinal));
        if (original is null || resource.Annotations.Contains(new GracefulCommandAnnotation(name)))
        {
            return;
        }

        resource.Annotations.Add(new GracefulCommandAnnotation(name));
        resource.Annotations[resource.Annotations.IndexOf(original)] = new ResourceCommandAnnotation(
            original.Name,
            original.DisplayName,
            original.UpdateState,
            context => execute(resource, () => original.ExecuteCommand(context), context),
            original.DisplayDescription,
            original.Arguments,
            original.ConfirmationMessage,
            original.IconName,
            original.IconVariant,
            original.IsHighlighted,
            original.Visibility,
            original.ValidateArguments);
    }

    private sealed record GracefulCommandAnnotation(string Name) : IResourceAnnotation;
}
