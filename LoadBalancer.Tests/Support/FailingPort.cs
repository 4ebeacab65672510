using System.Reflection;

namespace LoadBalancer.Tests.Support;

/// <summary>An implementation of a port on which every call fails with the same exception.</summary>
/// <typeparam name="TPort">The port.</typeparam>
public class FailingPort<TPort> : DispatchProxy
    where TPort : class
{
    private Exception _failure = new InvalidOperationException();
    private Action _onCall = () => { };

    /// <param name="failure">The exception of each call.</param>
    /// <param name="onCall">Called at each call.</param>
    public static TPort Create(Exception failure, Action onCall)
    {
        var port = Create<TPort, FailingPort<TPort>>();
        var proxy = (FailingPort<TPort>)(object)port;
        proxy._failure = failure;
        proxy._onCall = onCall;
        return port;
    }

    /// <inheritdoc />
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        _onCall();
        throw _failure;
    }
}
