"""What the programme module keeps."""

from conum.commons.programme.models.parameter_value import ParameterValue
from conum.commons.programme.models.retention_run import RetentionRun

__all__ = ["ParameterValue", "RetentionRun"]
