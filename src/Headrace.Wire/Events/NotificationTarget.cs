namespace Headrace.Wire.Events;

/// <summary>What a notification rule sends to, named as its XML element names it.</summary>
public enum NotificationTarget
{
    Topic,
    Queue,
    CloudFunction,
}
