"""What the programme module keeps."""

from conum.commons.programme.models.parameter_value import ParameterValue

__all__ = ["ParameterValue"]
