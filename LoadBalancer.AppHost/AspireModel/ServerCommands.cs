using System.Net.Http.Headers;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using ProjectBuilder = Aspire.Hosting.ApplicationModel.IResourceBuilder<Aspire.Hosting.ApplicationModel.ProjectResource>;

namespace LoadBalancer.AppHost.AspireModel;

/// <summary>What Aspire's dashboard offers on the resources: changes through the control API.</summary>
internal static class ServerCommands
{
    public static ProjectBuilder WithServerCommands(this ProjectBuilder server, string id, EndpointReference control, ParameterResource key) => server
        .WithControlCommand(id, "drain", "Drain", "ArrowDown", "It gets no new requests; those in flight finish.", control, key)
        .WithControlCommand(id, "activate", "Activate", "ArrowUp", "It gets its requests again.", control, key);

    /// <summary>Resources are fixed while Aspire runs them; the command says what to do instead.</summary>
    public static ProjectBuilder WithScaleHint(this ProjectBuilder dashboard) => dashboard.WithCommand(
        "scale-hint",
        "How to scale",
        _ => Task.FromResult(new ExecuteCommandResult
        {
            Success = true,
            Message = "Each server is a resource: stop and start one here, drain it first. For more of them start the AppHost with --backends N, for more gateways with --gateways N.",
        }),
        new CommandOptions { IconName = "ScaleFill", Description = "How to run more or fewer servers and gateways." });

    private static ProjectBuilder WithControlCommand(
        this ProjectBuilder server, string id, string action, string title, string icon, string description, EndpointReference control, ParameterResource key) =>
        server.WithHttpCommand(
            $"/api/servers/{id}/{action}",
            title,
            endpointSelector: () => control,
            commandName: action,
            commandOptions: new HttpCommandOptions
            {
                Method = HttpMethod.Post,
                Description = description,
                IconName = icon,
                PrepareRequest = async context =>
                    context.Request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await key.GetValueAsync(context.CancellationToken)),
            });
}
