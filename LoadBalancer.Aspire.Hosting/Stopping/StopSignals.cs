using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace LoadBalancer.Aspire.Hosting.Stopping;

/// <summary>
/// Ctrl+C, SIGTERM and the loss of the terminal: the first signal stops the application, a second one kills what has not stopped yet.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary><c>dotnet run</c> passes SIGTERM on: sent to a process group, one request arrives twice within this time.</summary>
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

    /// <summary>Is cancelled by the second signal, and by <see cref="GiveUp"/>.</summary>
    public CancellationToken Kill => _kill.Token;

    /// <summary>Stops the application without time to drain: there is nothing left that could.</summary>
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
