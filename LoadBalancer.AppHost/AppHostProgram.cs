using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.AppHost.Output;
using LoadBalancer.AppHost.Ports;
using LoadBalancer.AppHost.Readiness;
using LoadBalancer.AppHost.Store;
using LoadBalancer.Aspire.Hosting.Supervision;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LoadBalancer.AppHost;

/// <summary>Reads the arguments, checks what can be checked before anything starts, and runs or publishes the application.</summary>
internal static class AppHostProgram
{
    /// <param name="args">The arguments, ours and Aspire's.</param>
    /// <param name="describe">Adds the resources.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, Action<IDistributedApplicationBuilder, AppHostOptions> describe)
    {
        var output = new ConsoleOutput();
        var arguments = AppHostArguments.Split(args);
        switch (AppHostCommand.Interpret(arguments.Own).With([.. ConfigurationSections.Check(arguments.Keys)]))
        {
            case CommandLineOutcome.Answered(var result):
                return await result.InvokeAsync();

            case CommandLineOutcome.Refused(var problems):
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
                    return ExitCode.Environment;
                }

            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<int> RunAsync(string[] arguments, AppHostOptions options, Action<IDistributedApplicationBuilder, AppHostOptions> describe, ConsoleOutput output)
    {
        var builder = DistributedApplication.CreateBuilder([.. AspireDefaults.Arguments(Environment.GetEnvironmentVariable, PortProbe.Probe), .. arguments]);
        if (builder.ExecutionContext.IsPublishMode)
        {
            describe(builder, options);
            await builder.Build().RunAsync();
            return ExitCode.Success;
        }

        var settled = await SettleAsync(builder.Configuration, options, output);
        builder.Services.AddSingleton<IConsoleOutput>(output);
        builder.Services.AddSingleton<AppHostExit>();
        builder.Services.AddOptions<SupervisorOptions>().Configure<AppHostExit>((supervisor, exit) => supervisor.OnGivenUp = exit.Fail);
        describe(builder, settled);
        builder.AddOutput(settled);
        builder.AddReadiness();

        var app = builder.Build();
        var exit = app.Services.GetRequiredService<AppHostExit>();
        await using (app)
        {
            await app.RunAsync();
        }

        output.WriteLine("Stopped");
        return exit.Code;
    }

    /// <summary>Settles ports and store, so that whatever cannot work says so before anything is started.</summary>
    private static async Task<AppHostOptions> SettleAsync(IConfiguration configuration, AppHostOptions options, ConsoleOutput output)
    {
        var gatewayPort = new GatewayPorts(PortProbe.Probe, output).Choose(options.GatewayPort, options.Gateways);
        new DashboardPort(PortProbe.Probe).Ensure(options.DashboardPort, gatewayPort, options.Gateways);
        return await StoreChoice.MakeAsync(configuration, options with { GatewayPort = gatewayPort });
    }
}
