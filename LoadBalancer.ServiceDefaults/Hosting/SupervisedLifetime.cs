using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace LoadBalancer.ServiceDefaults.Hosting;

/// <summary>
/// The lifetime of a process that the built-in launcher started. The launcher holds the other end of standard input:
/// when that closes, because the launcher stops this process or has itself been killed, the process stops in good
/// order. Ctrl+C and a closed terminal reach the whole process group at once and are left to the launcher; SIGTERM still
/// stops this process alone.
/// </summary>
internal sealed class SupervisedLifetime(IHostApplicationLifetime application) : IHostLifetime, IDisposable
{
    private const string Key = "LOADBALANCER_SUPERVISED";

    private readonly List<PosixSignalRegistration> _registrations = [];

    public static bool IsSupervised(IConfiguration configuration) =>
        string.Equals(configuration[Key], "true", StringComparison.OrdinalIgnoreCase);

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => signal.Cancel = true));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            application.StopApplication();
        }));

        new Thread(StopAtEndOfInput) { IsBackground = true, Name = "Supervision" }.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void StopAtEndOfInput()
    {
        using var input = Console.OpenStandardInput();
        var ignored = new byte[64];
        while (input.Read(ignored) > 0)
        {
            // Nothing is said on this line; only its end means something.
        }

        application.StopApplication();
    }
}
