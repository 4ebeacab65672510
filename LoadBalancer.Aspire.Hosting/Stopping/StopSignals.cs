using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace LoadBalancer.Aspire.Hosting.Stopping;

/// <summary>
/// Handles Ctrl+C, SIGTERM and the loss of the terminal: the first signal stops the application, and a second one kills everything that has
/// not stopped yet.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>
    /// How long after the first signal another signal is ignored: <c>dotnet run</c> forwards SIGTERM, so that a signal to the process group
    /// arrives twice.
    /// </summary>
    public static readonly TimeSpan EchoWindow = TimeSpan.FromMilliseconds(500);

    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _kill = new();
    private readonly Lock _counting = new();
    private readonly PosixSignalRegistration[] _registrations;
    private long? _firstAt;

    public StopSignals(IHostApplicationLifetime lifetime, TimeProvider time)
    {
        _lifetime = lifetime;
        _time = time;
        _registrations = [Register(PosixSignal.SIGINT), Register(PosixSignal.SIGTERM), Register(PosixSignal.SIGHUP)];
    }

    /// <summary>Canceled by the second signal, and by <see cref="GiveUp"/>.</summary>
    public CancellationToken Kill => _kill.Token;

    /// <summary>Stops the application without time to drain, because nothing is left that could drain.</summary>
    public void GiveUp()
    {
        lock (_counting)
        {
            _firstAt ??= _time.GetTimestamp();
            _ = _kill.CancelAsync();
            _lifetime.StopApplication();
        }
    }

    public void Receive()
    {
        lock (_counting)
        {
            if (_firstAt is not { } firstAt)
            {
                _firstAt = _time.GetTimestamp();
                _lifetime.StopApplication();
            }
            else if (_time.GetElapsedTime(firstAt) >= EchoWindow)
            {
                _ = _kill.CancelAsync();
            }
        }
    }

    public void Dispose()
    {
        Array.ForEach(_registrations, registration => registration.Dispose());
        _kill.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        Receive();
    });
}
