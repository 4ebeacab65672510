using System.Net.Sockets;
using LoadBalancer.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LoadBalancer.ServiceDefaults.Hosting;

/// <summary>Runs a web application; problems at start are reported as plain lines on standard error.</summary>
public static class ServiceHost
{
    private const int EnvironmentFault = 1;
    private const int SettingFault = 2;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Builds and runs the application until it is stopped; with <c>--healthcheck</c>, requests the health of a running one; with
    /// <c>--help</c> or <c>--version</c>, prints the text.
    /// </summary>
    /// <returns>The exit code of the application, or 0 if the requested one is healthy.</returns>
    public static async Task<int> RunAsync(string[] args, Func<string[], WebApplication> build)
    {
        if (HelpCommand.TextFor(args, build.Method.Module.Assembly) is { } text)
        {
            await Console.Out.WriteLineAsync(text);
            return 0;
        }

        return await (HealthcheckCommand.IsAskedFor(args) ? HealthcheckCommand.RunAsync(args) : RunAsync(() => build(args)));
    }

    /// <summary>Builds and runs the application until it is stopped.</summary>
    /// <returns>The exit code: 0, or 1 for a problem of the environment, 2 for a problem of the settings.</returns>
    private static async Task<int> RunAsync(Func<WebApplication> build)
    {
        try
        {
            await using var app = build();
            app.Services.GetService<IStartupValidator>()?.Validate();
            try
            {
                await StartAsync(app);
                await app.WaitForShutdownAsync();
            }
            finally
            {
                await TelemetryShutdown.RunAsync(app.Services);
            }

            return 0;
        }
        catch (OperationCanceledException)
        {
            // Stopped before it had started.
            return 0;
        }
        catch (OptionsValidationException exception)
        {
            return Explain(SettingFault, exception.Failures);
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            return Explain(SettingFault, exception.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures));
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            return Explain(
                EnvironmentFault,
                [$"{exception.Message} Stop the process that listens there, or choose another address with ASPNETCORE_URLS."]);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AccessDenied)
        {
            return Explain(EnvironmentFault, ["The port requires privileges that this user does not have, as ports below 1024 usually do. "
                + "Choose another port with ASPNETCORE_URLS."]);
        }
    }

    /// <summary>
    /// Starts the application. If that fails, stops the services that had already started, before their dependencies are disposed.
    /// </summary>
    private static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch
        {
            app.Lifetime.StopApplication();
            using var patience = new CancellationTokenSource(StopPatience);

            // The exception of the failed start is the one to report; failures to stop follow from it.
            await app.StopAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private static int Explain(int exitCode, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Console.Error.WriteLine($"error: {line}");
        }

        return exitCode;
    }
}
