using System.Runtime.InteropServices;

namespace LoadBalancer.AppHost.Launcher;

/// <summary>Ctrl+C, SIGTERM and the loss of the terminal: the first asks to stop, a second one not to wait any longer.</summary>
internal sealed class StopSignals : IDisposable
{
    /// <remarks>
    /// <c>dotnet run</c> passes SIGTERM on: sent to the process group, one and the same request arrives here twice.
    /// </remarks>
    public static readonly TimeSpan EchoWindow = TimeSpan.FromMilliseconds(500);

    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _kill = new();
    private readonly Lock _counting = new();
    private readonly PosixSignalRegistration[] _registrations;
    private long? _firstAt;

    public StopSignals(TimeProvider time)
    {
        _time = time;
        _registrations = [Register(PosixSignal.SIGINT), Register(PosixSignal.SIGTERM), Register(PosixSignal.SIGHUP)];
    }

    public CancellationToken Stop => _stop.Token;

    public CancellationToken Kill => _kill.Token;

    public void Receive()
    {
        lock (_counting)
        {
            if (_firstAt is not { } firstAt)
            {
                _firstAt = _time.GetTimestamp();
                _ = _stop.CancelAsync();
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
        _stop.Dispose();
        _kill.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        Receive();
    });
}
