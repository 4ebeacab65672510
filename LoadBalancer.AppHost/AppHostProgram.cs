using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.AppHost.Output;
using LoadBalancer.AppHost.Ports;
using LoadBalancer.AppHost.Readiness;
using LoadBalancer.AppHost.Store;
using LoadBalancer.Aspire.Hosting.Stopping;
using LoadBalancer.Aspire.Hosting.Supervision;
using LoadBalancer.Cluster.Faults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LoadBalancer.AppHost;

/// <summary>Reads the arguments, checks what can be checked before anything starts, and runs or publishes the application.</summary>
internal static class AppHostProgram
{
    /// <summary>How long Aspire may take to stop once there is nothing left to drain.</summary>
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    /// <summary>Runs or publishes the application.</summary>
    /// <param name="args">The command line, with our own arguments and Aspire's.</param>
    /// <param name="describe">Adds the resources.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, Action<IDistributedApplicationBuilder, AppHostOptions> describe)
    {
        var output = new ConsoleOutput();
        var arguments = AppHostArguments.Split(args);
        switch (AppHostCommand.Interpret(arguments.Own).With([.. ConfigurationSections.Check(arguments.Keys)]))
        {
            case CommandLineOutcome.HelpOrVersion(var result):
                return await result.InvokeAsync();

            case CommandLineOutcome.Invalid(var problems):
                problems.ToList().ForEach(output.WriteErrorLine);
                return ExitCode.Configuration;

            case CommandLineOutcome.Accepted(var options):
                try
                {
                    return await RunAsync(arguments.Foreign, options, describe, output);
                }
                catch (Exception failure) when (failure is StartException or DistributedApplicationException)
                {
                    output.WriteErrorLine(failure.Message);
                    return failure is StartException start ? start.Code : ExitCode.Environment;
                }

            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<int> RunAsync(
        string[] arguments, AppHostOptions options, Action<IDistributedApplicationBuilder, AppHostOptions> describe, ConsoleOutput output)
    {
        using var ports = PortClaims.OfThisMachine();
        var builder = DistributedApplication.CreateBuilder(
            [.. AspireDefaults.Arguments(Environment.GetEnvironmentVariable, ports.Claim), .. arguments]);
        AspireAddresses.Check(builder.Configuration);
        if (builder.ExecutionContext.IsPublishMode)
        {
            describe(builder, options);
            await builder.Build().RunAsync();
            return ExitCode.Success;
        }

        var variables = Environment.GetEnvironmentVariables().Keys.Cast<string>();
        ConfigurationSections.CheckVariables(variables).ToList().ForEach(output.WriteErrorLine);
        new AspireAddresses(ports.Claim, () => DeveloperCertificate.IsAvailable(Environment.GetEnvironmentVariable)).EnsureUsable(
            builder.Configuration);
        var settled = await SettleAsync(builder.Configuration, options, ports, output);
        builder.Services.AddSingleton<IConsoleOutput>(output);
        builder.Services.AddSingleton<AppHostExit>();
        builder.Services.AddHostedService<OrchestratorWatch>();
        builder.Services.AddOptions<SupervisorOptions>().Configure<AppHostExit>((supervisor, exit) => supervisor.OnGivenUp = exit.Fail);
        if (settled.Redis is not null)
        {
            // The claim must start before Aspire's own service, which takes longer to start than a claim lasts.
            builder.Services.AddBackgroundFaults();
            builder.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService, ClusterHold>());
        }

        describe(builder, settled);
        builder.AddOutput(settled);
        builder.AddReadiness();

        return await RunAsync(builder.Build(), output);
    }

    private static async Task<int> RunAsync(DistributedApplication app, ConsoleOutput output)
    {
        var exit = app.Services.GetRequiredService<AppHostExit>();
        var kill = app.Services.GetRequiredService<StopSignals>().Kill;
        var overdue = KilledAsync(kill);
        var run = app.RunAsync();
        if (await Task.WhenAny(run, overdue) == overdue)
        {
            // Exit without waiting for Aspire, which would wait minutes for an orchestrator that is gone.
            output.WriteErrorLine("Aspire did not stop in time; exiting anyway");
            return exit.Code == ExitCode.Success ? ExitCode.Environment : exit.Code;
        }

        await using (app)
        {
            await run;
        }

        // Processes that were killed may have had requests in flight.
        output.WriteLine("Stopped");
        return exit.Code == ExitCode.Success && kill.IsCancellationRequested ? ExitCode.Environment : exit.Code;
    }

    /// <summary>Completes <see cref="KillPatience"/> after the order to kill the remaining processes.</summary>
    private static async Task KilledAsync(CancellationToken kill)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, kill).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(KillPatience, TimeProvider.System, CancellationToken.None);
    }

    /// <summary>Chooses ports and store, so that a value that cannot work is reported before anything is started.</summary>
    private static async Task<AppHostOptions> SettleAsync(
        IConfiguration configuration, AppHostOptions options, PortClaims ports, ConsoleOutput output)
    {
        var gatewayPort = new GatewayPorts(ports.Claim, output).Choose(options.GatewayPort, options.Gateways);
        new DashboardPort(ports.Claim).Ensure(options.DashboardPort, gatewayPort, options.Gateways);
        return await StoreChoice.MakeAsync(configuration, options with { GatewayPort = gatewayPort });
    }
}
